-- Who may act: authorities, units, actors and their appointments. Names of people are not here; they are in the
-- sign-in tables, and the ledger knows an actor by a pseudonym.

create schema access;
revoke all on schema access from public;

create function access.are_roles(said text[]) returns boolean language sql immutable parallel safe
return said <@ array['representative', 'clerk', 'caseworker', 'decider', 'reviewer', 'analyst', 'auditor', 'operator',
                     'machine-client', 'partner-node'];
create function access.are_purposes(said text[]) returns boolean language sql immutable parallel safe
return said <@ array['filing', 'casework', 'decision', 'review', 'own-access', 'eligibility-check',
                     'inspection-planning', 'statistics', 'audit', 'exchange', 'operation', 'court-order'];
create function access.are_actions(said text[]) returns boolean language sql immutable parallel safe
return said <@ array['find', 'look', 'look-back', 'list', 'export', 'file', 'correct', 'annul', 'judge', 'propose',
                     'decide', 'review', 'answer', 'hold', 'erase', 'publish', 'read-log', 'administer'];
create function access.are_classes(said text[]) returns boolean language sql immutable parallel safe
return said <@ array['organisation', 'record', 'protected', 'sole-trader', 'case', 'evaluation', 'access-log',
                     'catalogue', 'appointment'];

-- The table of who may do what (access/policy.yaml), as the database holds it. Deny by default.
create table access.policy_line (
    line        text primary key,
    roles       text[] not null check (cardinality(roles) > 0 and access.are_roles(roles)),
    purposes    text[] not null check (cardinality(purposes) > 0 and access.are_purposes(purposes)),
    actions     text[] not null check (cardinality(actions) > 0 and access.are_actions(actions)),
    classes     text[] not null check (cardinality(classes) > 0 and access.are_classes(classes)),
    whose       text not null check (whose in ('own', 'any')),
    obligations text[] not null check (obligations <@ array['case', 'order', 'agreement', 'aggregate']),
    constraint an_operator_sees_no_content check (not 'operator' = any(roles)
        or (roles = array['operator'] and classes <@ array['appointment', 'access-log'])),
    constraint a_representative_has_its_own check (not 'representative' = any(roles) or whose = 'own')
);

create table access.authority (
    authority text primary key check (authority ~ '^[a-z0-9-]+:[a-z0-9-]+$'),
    name      text not null check (ledger.is_name(name)),
    operates  boolean not null default false   -- runs the installation: its operators make other authorities
);
create unique index one_authority_operates on access.authority (operates) where operates;

create table access.unit (
    unit      text primary key check (unit ~ '^[a-z0-9-]+:[a-z0-9-]+/[a-z0-9-]+$'),
    authority text not null references access.authority,
    name      text not null check (ledger.is_name(name)),
    closed_on date,
    check (starts_with(unit, authority || '/'))
);

create table access.actor (
    actor      uuid primary key,
    kind       text not null check (kind in ('person', 'client', 'node')),
    pseudonym  text not null unique check (ledger.is_name(pseudonym)),
    retired_at timestamptz
);
alter table public.access_person add constraint person_is_an_actor
    foreign key (actor) references access.actor deferrable initially deferred;

-- A role in a unit, for a term, from somebody else. It is never deleted; it ends or is revoked.
create table access.appointment (
    appointment    uuid primary key default gen_random_uuid(),
    actor          uuid not null references access.actor,
    role           text not null check (access.are_roles(array[role])),
    unit           text references access.unit,
    organisation   uuid,                 -- a representative's; nobody else's
    starts_on      date not null,
    ends_on        date not null,        -- the first day on which it no longer holds
    basis          text not null check (ledger.is_name(basis)),
    appointed_by   uuid references access.actor,
    delegated_from uuid references access.appointment,
    made_at        timestamptz not null default clock_timestamp(),
    revoked_at     timestamptz,
    revoked_by     uuid references access.actor,
    constraint term_is_at_most_24_months check (starts_on < ends_on and ends_on <= starts_on + interval '24 months'),
    constraint nobody_appoints_himself check (appointed_by <> actor),
    constraint a_representative_is_of_an_organisation check ((role = 'representative') = (organisation is not null)),
    constraint staff_is_of_a_unit check ((role = 'representative') = (unit is null)),
    constraint revoked_by_somebody check (num_nulls(revoked_at, revoked_by) in (0, 2))
);
create index appointment_actor on access.appointment (actor);

create function access.today() returns date language sql stable security definer set search_path = register, pg_temp
return (select (now() at time zone i.time_zone)::date from register.installation i);

create function access.authority_of_unit(of text) returns text language sql stable security definer
set search_path = access, pg_temp
return (select u.authority from access.unit u where u.unit = of);

-- Whether an appointment holds now. One that was delegated holds no longer than what it was delegated from.
create function access.is_held(asked uuid) returns boolean language sql stable security definer
set search_path = access, pg_temp
return (select coalesce(bool_and(n.holds), false) from (
    with recursive line as (
        select a.*, 1 as depth from access.appointment a where a.appointment = asked
        union all
        select a.*, l.depth + 1 from line l join access.appointment a on a.appointment = l.delegated_from
        where l.depth < 3
    )
    select (l.revoked_at is null and l.starts_on <= access.today() and access.today() < l.ends_on
                     and x.retired_at is null and (u.unit is null or u.closed_on is null or u.closed_on > access.today())
                    ) as holds
    from line l join access.actor x using (actor) left join access.unit u using (unit)) n);

-- What a table constraint cannot say: who appoints, and what may be delegated.
create function access.refuse_appointment() returns trigger language plpgsql security definer
set search_path = access, register, ledger, pg_temp as $$
declare
    kind text := (select x.kind from access.actor x where x.actor = new.actor);
    source access.appointment;
begin
    if (new.role = 'machine-client') <> (kind = 'client') or (new.role = 'partner-node') <> (kind = 'node') then
        raise exception 'a % is not appointed %', kind, new.role using errcode = 'check_violation',
            constraint = 'a_role_fits_its_actor';
    end if;
    if tg_op = 'UPDATE' then
        -- What was is not rewritten: an appointment can only be revoked, once.
        if (to_jsonb(new) - array['revoked_at', 'revoked_by']) <> (to_jsonb(old) - array['revoked_at', 'revoked_by'])
           or old.revoked_at is not null or new.revoked_at is null then
            raise exception 'an appointment is revoked, never changed' using errcode = 'check_violation',
                constraint = 'an_appointment_never_changes';
        end if;
        return new;
    end if;
    if new.delegated_from is not null then
        select * into source from access.appointment a where a.appointment = new.delegated_from;
        if source.role in ('operator', 'auditor', 'representative', 'machine-client', 'partner-node')
           or source.delegated_from is not null or new.appointed_by is distinct from source.actor
           or new.role <> source.role or new.unit <> source.unit or not access.is_held(source.appointment)
           or new.starts_on < source.starts_on or new.ends_on > source.ends_on then
            raise exception 'a delegation passes on the own role, in the own unit, within the own term, once'
                using errcode = 'check_violation', constraint = 'a_delegation_passes_on_no_more_than_there_is';
        end if;
    elsif new.appointed_by is not null and new.role <> 'representative' and not exists (
        select from access.appointment a join access.unit u using (unit) join access.authority h using (authority)
        where a.actor = new.appointed_by and a.role = 'operator' and access.is_held(a.appointment)
          and (u.authority = access.authority_of_unit(new.unit) or h.operates)) then
        raise exception 'an operator of the authority, or of the one that runs the installation, appoints'
            using errcode = 'check_violation', constraint = 'an_operator_appoints';
    elsif new.appointed_by is not null and new.role = 'representative' and not exists (
        select from access.appointment a
        where a.actor = new.appointed_by and access.is_held(a.appointment)
          and a.role = 'representative' and a.organisation = new.organisation and new.ends_on <= a.ends_on) then
        -- No longer than his own term: else two could bring in each other for ever, and no letter were sent again.
        raise exception 'a representative of the same organisation brings in another, within the own term'
            using errcode = 'check_violation', constraint = 'a_representative_brings_in_the_next';
    elsif new.appointed_by is null and new.role <> 'representative' and (new.role <> 'operator' or exists (
        select from access.appointment a where a.role = 'operator')) then
        raise exception 'somebody appoints: only the first operator comes from the set-up'
            using errcode = 'check_violation', constraint = 'only_the_first_comes_from_the_set_up';
    end if;
    return new;
end $$;
create trigger an_appointment_is_somebody_elses_act before insert or update on access.appointment
    for each row execute function access.refuse_appointment();
create trigger an_appointment_is_never_deleted before delete on access.appointment
    for each row execute function ledger.refuse_change();

-- Different hands (R14): in one matter a person has one hand, and a unit stands on one side.
create table access.matter_side (
    matter uuid not null,
    unit   text not null references access.unit,
    side   text not null check (side in ('proposing', 'deciding', 'reviewing')),
    constraint a_unit_stands_on_one_side primary key (matter, unit),
    unique (matter, unit, side)
);
create table access.hand (
    matter uuid not null,
    actor  uuid not null references access.actor,
    unit   text not null,
    step   text not null check (step in ('propose', 'decide', 'review')),
    side   text not null,
    constraint one_hand_in_a_matter primary key (matter, actor),
    constraint a_hand_is_on_its_units_side foreign key (matter, unit, side)
        references access.matter_side (matter, unit, side),
    constraint a_reviewer_reviews check ((step = 'review') = (side = 'reviewing'))
);
create trigger a_hand_never_changes before update or delete on access.hand
    for each row execute function ledger.refuse_change();
create trigger a_side_never_changes before update or delete on access.matter_side
    for each row execute function ledger.refuse_change();

-- What one person proposed and another is to decide: the hash of the content without its people.
create table access.proposal (
    proposal    uuid primary key default gen_random_uuid(),
    handle      uuid not null,
    kind        text not null check (kind in ('edition-published', 'same-as-judged', 'same-as-withdrawn', 'erased')),
    content     bytea not null check (octet_length(content) = 32),
    authority   text not null references access.authority,
    actor       uuid not null references access.actor,
    unit        text not null references access.unit,
    proposed_at timestamptz not null default clock_timestamp(),
    decided_at  timestamptz
);
