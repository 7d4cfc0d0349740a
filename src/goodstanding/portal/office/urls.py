"""The office's pages, below the language of the address.

The sign-in library finds its pages by names without a space of their own; the rest lies in `office`.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path

from goodstanding.portal.office import (
    access_log,
    account,
    clients,
    entering,
    factors,
    handing_on,
    looking,
    may,
    operating,
    people,
    representing,
    tokens,
    units,
)
from goodstanding.portal.office.headers import with_passkeys

_UNDER = "<uuid:appointment>/"

office = [
    path("", account.account, name="account"),
    path("language/", account.language, name="language"),
    path("sign-out-everywhere/", account.everywhere, name="everywhere"),
    path("invited/<str:token>/", entering.invited, name="invited"),
    path("represent/", representing.represent, name="represent"),
    path("represent/code/", representing.represent_code, name="represent-code"),
    path(f"{_UNDER}token/", tokens.token, name="token"),
    path(f"{_UNDER}may/", may.may, name="may"),
    path(f"{_UNDER}bring-in/", representing.bring_in, name="bring-in"),
    path(f"{_UNDER}hand-on/", handing_on.hand_on, name="hand-on"),
    path(f"{_UNDER}units/", units.units, name="units"),
    path(f"{_UNDER}units/<path:unit>/", units.unit, name="unit"),
    path(f"{_UNDER}close/<path:unit>/", operating.close_unit, name="close-unit"),
    path(f"{_UNDER}authorities/", operating.authorities, name="authorities"),
    path(f"{_UNDER}retire/", operating.retire, name="retire"),
    path(f"{_UNDER}revoke/<uuid:revoked>/", units.revoke, name="revoke"),
    path(f"{_UNDER}people/", people.people, name="people"),
    path(f"{_UNDER}clients/", clients.clients, name="clients"),
    path(f"{_UNDER}clients/<uuid:client>/", clients.client, name="client"),
    path(f"{_UNDER}clients/<uuid:client>/keys/<str:kid>/end/", clients.end_key, name="end-key"),
    path(f"{_UNDER}look/", looking.look, name="look"),
    path(f"{_UNDER}access-log/", access_log.access_log, name="access-log"),
    path(f"{_UNDER}unusual/", access_log.unusual, name="unusual"),
]

_KEY = "second-factor/keys/"
signing_in = [
    path("sign-in/", with_passkeys(entering.SignIn.as_view()), name="account_login"),
    path("sign-in/passkey/", factors.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-factor/", with_passkeys(factors.SecondFactor.as_view()), name="mfa_authenticate"),
    path("sign-out/", entering.SignOut.as_view(), name="account_logout"),
    path("closed/", entering.Inactive.as_view(), name="account_inactive"),
    path("again/", entering.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("again/code/", factors.ReauthenticateByCode.as_view(), name="mfa_reauthenticate"),
    path("again/key/", with_passkeys(factors.ReauthenticateByKey.as_view()), name="mfa_reauthenticate_webauthn"),
    path("password/", entering.ChangePassword.as_view(), name="account_change_password"),
    path("password/forgotten/", entering.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/sent/", entering.LinkSent.as_view(), name="account_reset_password_done"),
    path("password/set/", entering.NewPasswordSet.as_view(), name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entering.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", factors.Factors.as_view(), name="mfa_index"),
    path("second-factor/app/", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/codes/", factors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", factors.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path(_KEY, factors.Keys.as_view(), name="mfa_list_webauthn"),
    path(f"{_KEY}add/", with_passkeys(factors.AddKey.as_view()), name="mfa_add_webauthn"),
    path(f"{_KEY}<int:pk>/name/", factors.RenameKey.as_view(), name="mfa_edit_webauthn"),
    path(f"{_KEY}<int:pk>/remove/", factors.RemoveKey.as_view(), name="mfa_remove_webauthn"),
]

urlpatterns = [*signing_in, path("", include((office, "office")))]
if settings.OIDC:
    urlpatterns.append(path("provider/", include("allauth.socialaccount.providers.openid_connect.urls")))
