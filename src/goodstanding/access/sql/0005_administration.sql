-- Administering: every function here is an operator's act, under a context of its own. Only the first operator, the
-- authority that runs the installation and its unit come from the set-up.

create function access.require_operator(of_authority text) returns access.context language plpgsql stable
set search_path = access, pg_temp as $$
declare
    c access.context;
begin
    select * into c from access.in_force();
    if not found or c.action <> 'administer' or c.class <> 'appointment' then
        raise exception 'nobody administers on this connection' using errcode = '28000';
    end if;
    if c.authority is distinct from of_authority and not exists (
        select from access.authority a where a.authority = c.authority and a.operates) then
        raise exception 'an operator of % does not administer %', c.authority, of_authority using errcode = '28000';
    end if;
    return c;
end $$;

create function access.add_authority(authority text, name text) returns void language plpgsql volatile
security definer set search_path = access, pg_temp as $$
declare
    -- Asked about no authority that exists yet, only the one that runs the installation may.
    c access.context := access.require_operator(null);
begin
    insert into access.authority (authority, name) values (add_authority.authority, add_authority.name);
    perform access.note('authority-added', c.actor, jsonb_build_object('authority', add_authority.authority));
end $$;

create function access.add_unit(unit text, name text) returns void language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    c access.context := access.require_operator(split_part(unit, '/', 1));
begin
    insert into access.unit (unit, authority, name) values (add_unit.unit, split_part(add_unit.unit, '/', 1), add_unit.name);
    perform access.note('unit-added', c.actor, jsonb_build_object('unit', add_unit.unit));
end $$;

create function access.close_unit(unit text) returns void language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    c access.context := access.require_operator(split_part(unit, '/', 1));
begin
    perform access.note('unit-closed', c.actor, jsonb_build_object('unit', close_unit.unit));
    update access.unit u set closed_on = access.today() where u.unit = close_unit.unit and u.closed_on is null;
end $$;

-- An actor alone may do nothing; what he may do is in his appointments.
create function access.add_actor(kind text, actor uuid default gen_random_uuid(), pseudonym text default null)
returns uuid language plpgsql volatile security definer set search_path = access, pg_temp as $$
begin
    insert into access.actor (actor, kind, pseudonym)
    values (add_actor.actor, add_actor.kind, coalesce(add_actor.pseudonym,
            left(add_actor.kind, 1) || '-' || left(translate(gen_random_uuid()::text, '-', ''), 16)));
    return add_actor.actor;
end $$;

-- Retiring somebody ends the account as well; the office ends the sessions.
create function access.retire_actor(actor uuid) returns void language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    theirs text;
    c access.context;
begin
    -- Whoever is in no unit, as a representative is, is the concern of the authority that runs the installation.
    if not exists (select from access.appointment a where a.actor = retire_actor.actor and a.unit is not null) then
        c := access.require_operator(null);
    end if;
    for theirs in select distinct split_part(a.unit, '/', 1) from access.appointment a
                  where a.actor = retire_actor.actor and a.unit is not null loop
        c := access.require_operator(theirs);
    end loop;
    update access.actor x set retired_at = clock_timestamp() where x.actor = retire_actor.actor and x.retired_at is null;
    update public.access_person p set is_active = false where p.actor = retire_actor.actor;
    perform access.revoke_bearers(retire_actor.actor);
    perform access.note('retired', c.actor, jsonb_build_object('actor', retire_actor.actor));
end $$;

create function access.appoint(actor uuid, role text, unit text, starts_on date, ends_on date, basis text)
returns uuid language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    c access.context := access.require_operator(access.authority_of_unit(unit));
    made uuid;
begin
    insert into access.appointment (actor, role, unit, starts_on, ends_on, basis, appointed_by)
    values (appoint.actor, appoint.role, appoint.unit, appoint.starts_on, appoint.ends_on, appoint.basis, c.actor)
    returning appointment into made;
    perform access.note('appointed', c.actor, jsonb_build_object('appointment', made, 'role', role, 'unit', unit,
        'until', ends_on));
    return made;
end $$;

-- The first operator: by the owner, at the set-up, once.
create function access.found_installation(authority text, authority_name text, unit text, unit_name text, actor uuid,
    ends_on date) returns uuid language plpgsql volatile set search_path = access, pg_temp as $$
declare
    made uuid;
begin
    insert into access.authority (authority, name, operates)
    values (found_installation.authority, authority_name, true);
    insert into access.unit (unit, authority, name)
    values (found_installation.unit, found_installation.authority, unit_name);
    insert into access.appointment (actor, role, unit, starts_on, ends_on, basis)
    values (found_installation.actor, 'operator', found_installation.unit, access.today(), found_installation.ends_on,
            'set-up of the installation')
    returning appointment into made;
    return made;
end $$;

-- A person hands the own role on, for a while. It is his own act, under his own appointment.
create function access.delegate(who uuid, appointment uuid, delegate uuid, starts_on date, ends_on date)
returns uuid language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    a access.appointment;
    made uuid;
begin
    select * into a from access.appointment p where p.appointment = delegate.appointment and p.actor = who;
    if not found then
        raise exception 'nobody delegates another''s appointment' using errcode = '28000';
    end if;
    insert into access.appointment (actor, role, unit, starts_on, ends_on, basis, appointed_by, delegated_from)
    values (delegate.delegate, a.role, a.unit, delegate.starts_on, delegate.ends_on, a.basis, who, a.appointment)
    returning access.appointment.appointment into made;
    perform access.note('appointed', who, jsonb_build_object('appointment', made, 'delegated_from', a.appointment,
        'until', ends_on));
    return made;
end $$;

create function access.revoke(appointment uuid) returns void language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    a access.appointment;
    c access.context;
begin
    select * into a from access.appointment p where p.appointment = revoke.appointment;
    c := access.require_operator(access.authority_of_unit(a.unit));
    update access.appointment p set revoked_at = clock_timestamp(), revoked_by = c.actor
    where p.appointment = revoke.appointment;
    perform access.note('revoked', c.actor, jsonb_build_object('appointment', appointment));
end $$;

-- Machines: keys that sign assertions (RFC 7523), assertions that are good once, and short opaque tokens.
create table access.client (
    client  uuid primary key references access.actor,
    name    text not null check (ledger.is_name(name)),
    unit    text not null references access.unit,
    scopes  text[] not null check (cardinality(scopes) > 0)   -- purpose:action
);
create table access.client_key (
    client   uuid not null references access.client,
    kid      text not null check (kid ~ '^[A-Za-z0-9_-]{1,128}$'),
    jwk      jsonb not null check (not jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']),  -- public parts only
    added_at timestamptz not null default clock_timestamp(),
    ends_at  timestamptz not null,
    primary key (client, kid),
    constraint a_key_lasts_at_most_13_months check (ends_at <= added_at + interval '13 months')
);
create table access.spent_assertion (
    client     uuid not null references access.client,
    jti        text not null,
    expires_at timestamptz not null,
    primary key (client, jti)
);
create table access.bearer_token (
    hash        bytea primary key check (octet_length(hash) = 32),
    actor       uuid not null references access.actor,
    appointment uuid not null references access.appointment,
    scopes      text[] not null,
    issued_at   timestamptz not null default clock_timestamp(),
    expires_at  timestamptz not null,
    revoked_at  timestamptz,
    constraint a_token_is_short check (expires_at <= issued_at + interval '12 hours')
);
create index bearer_token_actor on access.bearer_token (actor);

create function access.add_client(client uuid, name text, unit text, scopes text[]) returns void language plpgsql
volatile security definer set search_path = access, pg_temp as $$
declare
    c access.context := access.require_operator(access.authority_of_unit(unit));
begin
    if not (access.are_purposes(array(select split_part(s, ':', 1) from unnest(scopes) s))
            and access.are_actions(array(select split_part(s, ':', 2) from unnest(scopes) s))) is true then
        raise exception 'a scope is purpose:action, as filing:file';
    end if;
    insert into access.client values (add_client.client, add_client.name, add_client.unit, add_client.scopes);
    perform access.note('client-added', c.actor, jsonb_build_object('client', client, 'unit', unit));
end $$;

create function access.add_client_key(client uuid, kid text, jwk jsonb, ends_at timestamptz) returns void
language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    c access.context := access.require_operator((select access.authority_of_unit(m.unit) from access.client m
                                                 where m.client = add_client_key.client));
begin
    insert into access.client_key (client, kid, jwk, ends_at)
    values (add_client_key.client, add_client_key.kid, add_client_key.jwk, add_client_key.ends_at);
    perform access.note('client-key-added', c.actor, jsonb_build_object('client', client, 'kid', kid));
end $$;

create function access.end_client_key(client uuid, kid text) returns void language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    c access.context := access.require_operator((select access.authority_of_unit(m.unit) from access.client m
                                                 where m.client = end_client_key.client));
begin
    update access.client_key k set ends_at = least(k.ends_at, clock_timestamp())
    where k.client = end_client_key.client and k.kid = end_client_key.kid;
    perform access.revoke_bearers(end_client_key.client);
    perform access.note('client-key-ended', c.actor, jsonb_build_object('client', client, 'kid', kid));
end $$;

-- Whether an assertion comes for the first time.
create function access.accept_assertion(client uuid, jti text, expires timestamptz) returns boolean language plpgsql
volatile security definer set search_path = access, pg_temp as $$
begin
    delete from access.spent_assertion s where s.expires_at < clock_timestamp() - interval '10 minutes';
    insert into access.spent_assertion values (accept_assertion.client, accept_assertion.jti, accept_assertion.expires)
    on conflict do nothing;
    return found;
end $$;

create function access.issue_bearer(who uuid, under uuid, scopes text[], seconds integer) returns text
language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    secret text := 'gst_' || access.base64url(access.random_bytes());
begin
    if not exists (select from access.appointment a where a.appointment = under and a.actor = who)
       or not access.is_held(under) is true then
        raise exception 'the appointment does not hold' using errcode = '28000';
    end if;
    delete from access.bearer_token b where b.expires_at < clock_timestamp() - interval '30 days';
    insert into access.bearer_token (hash, actor, appointment, scopes, expires_at)
    values (sha256(convert_to(secret, 'UTF8')), who, under, issue_bearer.scopes,
            clock_timestamp() + make_interval(secs => seconds));
    perform access.note('token-issued', who, jsonb_build_object('appointment', under, 'seconds', seconds));
    return secret;
end $$;

create function access.bearer(token text, out actor uuid, out appointment uuid, out scopes text[]) returns setof record
language sql stable security definer set search_path = access, pg_temp rows 1 as $$
    select b.actor, b.appointment, b.scopes from access.bearer_token b
    where b.hash = sha256(convert_to(token, 'UTF8')) and b.revoked_at is null and b.expires_at > clock_timestamp()
      and access.is_held(b.appointment)
$$;

create function access.revoke_bearers(who uuid) returns integer language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    gone integer;
begin
    update access.bearer_token b set revoked_at = clock_timestamp()
    where b.actor = who and b.revoked_at is null and b.expires_at > clock_timestamp();
    get diagnostics gone = row_count;
    return gone;
end $$;

-- A representative is verified by a code sent to the organisation's registered address, or brought in by another.
create table access.address_code (
    code         uuid primary key default gen_random_uuid(),
    organisation uuid not null,
    actor        uuid not null references access.actor,
    hash         bytea not null check (octet_length(hash) = 32),
    sent_at      timestamptz not null default clock_timestamp(),
    expires_at   timestamptz not null default clock_timestamp() + interval '30 days',
    tries        integer not null default 0 check (tries <= 5),
    used_at      timestamptz
);

-- A letter to an organisation's registered address, with a code for whoever asked. The answer is for whoever prints the
-- letter, never for who asked: whether there is such an organisation is not told. No row where there is none, or where
-- five letters in thirty days were enough for it, or three for who asked.
create function access.write_letter(who uuid, scheme text, identifier text, out code text, out organisation uuid,
    out name text) returns setof record language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    letters text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
    random bytea := access.random_bytes();
begin
    select o.handle, o.name into organisation, name from register.organisation o
    where not o.erased and o.identifiers ->> write_letter.scheme = write_letter.identifier;
    if not found or 5 <= (select count(*) from access.address_code a where a.organisation = write_letter.organisation
                          and a.sent_at > clock_timestamp() - interval '30 days')
       or 3 <= (select count(*) from access.address_code a where a.actor = who
                and a.sent_at > clock_timestamp() - interval '30 days') then
        return;
    end if;
    code := '';
    for place in 0..11 loop
        code := code || substr(letters, get_byte(random, place) % 32 + 1, 1);
    end loop;
    insert into access.address_code (organisation, actor, hash)
    values (write_letter.organisation, who, sha256(convert_to(who || code, 'UTF8')));
    perform access.note('letter-written', who, jsonb_build_object('organisation', write_letter.organisation));
    return next;
end $$;

create function access.use_address_code(who uuid, said text) returns uuid language plpgsql volatile security definer
set search_path = access, pg_temp as $$
declare
    a access.address_code;
    tried uuid[];
    made uuid;
begin
    -- Each try is counted on every letter that is still open; a sixth is not even compared.
    with t as (
        update access.address_code c set tries = c.tries + 1
        where c.actor = who and c.used_at is null and c.expires_at > clock_timestamp() and c.tries < 5
        returning c.code
    ) select array_agg(t.code) into tried from t;
    select * into a from access.address_code c
    where c.code = any(tried) and c.hash = sha256(convert_to(who || upper(translate(said, ' -', '')), 'UTF8'))
    order by c.sent_at desc limit 1;
    if not found then
        perform access.note('code-refused', who);
        return null;
    end if;
    update access.address_code c set used_at = clock_timestamp() where c.code = a.code;
    insert into access.appointment (actor, role, organisation, starts_on, ends_on, basis)
    values (who, 'representative', a.organisation, access.today(), access.today() + interval '12 months',
            'code sent to the registered address')
    returning appointment into made;
    perform access.note('representative-verified', who, jsonb_build_object('appointment', made));
    return made;
end $$;

create function access.bring_in(who uuid, appointment uuid, other uuid, ends_on date) returns uuid language plpgsql
volatile security definer set search_path = access, pg_temp as $$
declare
    a access.appointment;
    made uuid;
begin
    select * into a from access.appointment p
    where p.appointment = bring_in.appointment and p.actor = who and p.role = 'representative';
    if not found then
        raise exception 'nobody brings in under another''s appointment' using errcode = '28000';
    end if;
    insert into access.appointment (actor, role, organisation, starts_on, ends_on, basis, appointed_by)
    values (other, 'representative', a.organisation, access.today(), bring_in.ends_on, 'brought in by a representative', who)
    returning access.appointment.appointment into made;
    perform access.note('representative-verified', who, jsonb_build_object('appointment', made));
    return made;
end $$;

grant execute on function access.add_authority(text, text), access.add_unit(text, text), access.close_unit(text),
    access.add_actor(text, uuid, text), access.retire_actor(uuid), access.appoint(uuid, text, text, date, date, text),
    access.delegate(uuid, uuid, uuid, date, date), access.revoke(uuid), access.add_client(uuid, text, text, text[]),
    access.add_client_key(uuid, text, jsonb, timestamptz), access.end_client_key(uuid, text),
    access.accept_assertion(uuid, text, timestamptz), access.issue_bearer(uuid, uuid, text[], integer),
    access.bearer(text), access.revoke_bearers(uuid), access.use_address_code(uuid, text),
    access.bring_in(uuid, uuid, uuid, date), access.write_letter(uuid, text, text) to gs_access;
grant select on access.client, access.client_key to gs_access;

-- What the sign-in library keeps: accounts, factors, sessions. One role sees them, and it opens no register.
-- The office says on every page what kind of installation it is.
grant usage on schema published to gs_access;
grant select on published.installation to gs_access;
grant execute on function register.present() to gs_access;
grant usage on schema public to gs_access;
grant select, insert, update on public.access_person to gs_access;
grant select, insert, update, delete on public.account_emailaddress, public.account_emailconfirmation,
    public.django_session, public.mfa_authenticator, public.socialaccount_socialaccount, public.socialaccount_socialapp,
    public.socialaccount_socialtoken, public.usersessions_usersession to gs_access;
grant select on public.django_content_type, public.auth_permission, public.auth_group, public.auth_group_permissions
    to gs_access;
create table public.access_cache (
    cache_key varchar(255) primary key,
    value     text not null,
    expires   timestamptz not null
);
create index access_cache_expires on public.access_cache (expires);
grant select, insert, update, delete on public.access_cache to gs_access;
