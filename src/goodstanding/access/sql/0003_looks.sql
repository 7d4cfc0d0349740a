-- Looks: what is looked at, of which class and whose it is, and the entry each look leaves in the ledger.

create function access.authority_of(asked uuid) returns text language sql stable security definer
set search_path = ledger, pg_temp
return (select e.authority from ledger.ledger_entry e where e.handle = asked and e.log = 'acts'
        order by e.sequence limit 1);

-- The class of an organisation's entry. One who is not known to be no sole trader counts as one (G1).
create function access.class_of(sole_trader text, organisation_type text, protected_class text, ordinary text)
returns text language sql immutable parallel safe
return case when sole_trader is distinct from 'no' then 'sole-trader'
            when register.is_protected(organisation_type, protected_class) is not false then 'protected'
            else ordinary end;

-- Entries and records as looks see them: what it is, of which class, whose.
create view access.subject as
select o.handle, o.handle as organisation, null::uuid as record,
       access.class_of(o.sole_trader, o.organisation_type, o.protected_class, 'organisation') as class,
       access.authority_of(o.handle) as authority
from register.organisation o where not o.erased
union all
select r.handle, r.party, r.handle, access.class_of(o.sole_trader, o.organisation_type, o.protected_class, 'record'),
       r.authority
from register.record_version r left join register.organisation o on o.handle = r.party where r.known_to is null
union all
-- What was erased has neither class nor organisation any more: its authority may still be told when and why it went.
select distinct x.handle, null::uuid, x.handle, 'record', access.authority_of(x.handle) from ledger.erasure x;

create function access.all_of(class text, authority text) returns uuid[] language plpgsql stable
set search_path = access, pg_temp as $$
declare
    found_here uuid[] := array(select s.handle from access.subject s
                               where s.class = all_of.class and s.authority = all_of.authority limit 10001);
begin
    if cardinality(found_here) > 10000 then
        raise exception 'more than 10,000 at once' using hint = 'narrow the question';
    end if;
    return found_here;
end $$;

create function access.known_by(scheme text, identifier text) returns uuid[] language sql stable
set search_path = access, pg_temp
return array(select o.handle from register.organisation o
             where not o.erased and o.identifiers ->> known_by.scheme = known_by.identifier limit 100);

-- Hold each target against the table. An organisation asked for brings its records, those that may be seen; a target
-- that may not be seen, or is not there, refuses the whole, and which of the two it was is not said.
create function access.judged(c access.context, targets uuid[], own_organisation uuid, out line text,
    out allowed boolean, out organisations uuid[], out records uuid[], out looks jsonb) returns record
language plpgsql stable set search_path = access, pg_temp as $$
begin
    with asked as (
        select s.* from access.subject s where s.handle = any(targets)
    ), related as (
        select s.*, false as asked_for from access.subject s join asked a on a.record is null
            and s.organisation = a.organisation and s.record is not null
        where c.action in ('look', 'look-back', 'export') and not s.handle = any(targets)
        union all
        select a.*, true from asked a
    ), decided as (
        select r.*, access.decided(c.role, c.purpose, c.action, r.class,
            case when c.role = 'representative' then case when r.organisation = own_organisation then 'own' else 'other' end
                 when r.authority = c.authority then 'own' else 'other' end) as line
        from related r
    ), told as (
        select coalesce(jsonb_agg(jsonb_build_object('organisation', o.organisation, 'records', o.records,
                   'class', o.class)), '[]') as looks
        from (select d.organisation, min(d.class) filter (where d.asked_for) as class, coalesce(jsonb_agg(d.record order by d.record)
                  filter (where d.record is not null and d.line is not null), '[]') as records
              from decided d group by d.organisation) o
    )
    select min(d.line) filter (where d.asked_for),
           cardinality(targets) > 0 and count(*) filter (where d.asked_for and d.line is not null) = cardinality(targets),
           coalesce(array_agg(d.organisation) filter (where d.record is null and d.line is not null), '{}'),
           coalesce(array_agg(d.record) filter (where d.record is not null and d.line is not null), '{}'),
           (select t.looks from told t)
    into line, allowed, organisations, records, looks
    from decided d;
    -- Nobody found under an identifier, or nothing to list, is an answer and not a refusal.
    if cardinality(targets) = 0 and c.action in ('find', 'list') then
        line := access.decided(c.role, c.purpose, c.action, c.class, 'own');
        allowed := line is not null;
    end if;
end $$;

-- The RFC 8785 JSON of a flat object of texts, nulls and lists of texts: keys in order of their bytes (to_json escapes
-- just as that RFC does).
create function access.canonical(said jsonb) returns text language sql immutable
return '{' || (select string_agg(to_json(p.key)::text || ':' || case jsonb_typeof(p.value)
    when 'array' then '[' || coalesce((select string_agg(to_json(i)::text, ',' order by n)
                                       from jsonb_array_elements_text(p.value) with ordinality e(i, n)), '') || ']'
    when 'string' then to_json(p.value #>> '{}')::text else p.value::text end, ',' order by p.key collate "C")
    from jsonb_each(said) p) || '}';

-- File statements of one kind in the clear, as the database's own: nobody else can file these kinds, and nobody can
-- make one that does not open.
create function access.file(kind text, statements jsonb, handles uuid[], actor text, authority text, basis text)
returns integer language plpgsql volatile set search_path = access, pg_temp as $$
declare
    filed integer := 0;
    size integer := jsonb_array_length(statements);
begin
    while filed < size loop
        insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)
        select file.actor, file.authority, file.basis, array_agg(p.handle order by p.n),
               array_agg(file.kind order by p.n), array_agg(1::smallint order by p.n),
               array_agg(sha256(p.content) order by p.n), array_agg('\x00'::bytea || p.content order by p.n)
        from (select s.n, access.random_bytes() || convert_to(access.canonical(s.value), 'UTF8') as content,
                     coalesce(handles[s.n], gen_random_uuid()) as handle
              from jsonb_array_elements(statements) with ordinality s(value, n)
              where s.n > filed and s.n <= filed + 10000 offset 0) p;
        filed := filed + 10000;
    end loop;
    return size;
end $$;

create function access.log_looks(c access.context, t jsonb, looks jsonb, allowed boolean, line text) returns integer
language plpgsql volatile set search_path = access, pg_temp as $$
declare
    shared jsonb := jsonb_build_object('action', c.action, 'appointment', c.appointment, 'case_reference', t -> 'case',
        'class', c.class, 'decision', case when allowed then 'allowed' else 'refused' end,
        'delay_basis', t -> 'delay_basis', 'delayed_until', t -> 'delayed_until', 'line', line, 'purpose', c.purpose,
        'role', c.role, 'unit', c.unit);
begin
    -- The class is the register's own, where it knows one; what was claimed stands for the rest.
    -- What is committed is on disk before anything is shown, whatever this session's settings say.
    perform set_config('synchronous_commit', 'on', true);
    if jsonb_array_length(looks) = 0 and not allowed then
        looks := '[{"organisation": null, "records": []}]';
    end if;
    if jsonb_array_length(looks) = 0 then
        return 0;
    end if;
    return access.file('looked', (select jsonb_agg(shared || l.value) from jsonb_array_elements(looks) l), '{}',
                       c.pseudonym, coalesce(c.authority, 'representative'), t ->> 'basis');
end $$;

-- What happened at the door: sign-in, tokens, appointments. Short texts, never a secret.
create function access.note(event text, who uuid, said jsonb default '{}') returns void language plpgsql volatile
security definer set search_path = access, pg_temp as $$
begin
    if event <> all (array['signed-in', 'signed-out', 'sign-in-refused', 'second-factor-refused', 'throttled',
        'session-refused', 'recovered', 'factor-added', 'factor-removed', 'password-changed', 'token-refused',
        'act-refused', 'invited', 'appointed', 'revoked', 'client-added', 'client-key-added', 'client-key-ended',
        'token-issued', 'letter-written', 'representative-verified', 'code-refused', 'set-up', 'authority-added', 'unit-added', 'unit-closed', 'retired']) or length(said::text) > 2000 then
        raise exception 'no such event: %', event;
    end if;
    perform access.file('access-noted', jsonb_build_array(jsonb_build_object('event', event, 'said',
            array(select p.key || '=' || p.value from jsonb_each_text(said) p order by 1))), '{}',
        coalesce((select x.pseudonym from access.actor x where x.actor = who), 'unknown'), 'access', 'access log (R34)');
end $$;

-- The looks, projected from the ledger. Nobody changes a row; a look shown later has its day in it.
create table access.look (
    sequence       bigint primary key,
    at             timestamptz not null,
    actor          text not null,
    role           text not null,
    unit           text,
    authority      text not null,
    purpose        text not null,
    basis          text not null,
    case_reference text,
    action         text not null,
    class          text not null,
    organisation   uuid,
    records        uuid[] not null,
    decision       text not null check (decision in ('allowed', 'refused')),
    line           text,
    delayed_until  date,
    delay_basis    text
);
create index look_organisation on access.look (organisation, sequence);
create index look_authority on access.look (authority, sequence);

create table access.event (
    sequence bigint primary key,
    at       timestamptz not null,
    actor    text not null,
    event    text not null,
    said     text[] not null
);
create trigger a_look_never_changes before update on access.look
    for each row execute function ledger.refuse_change();
create trigger an_event_never_changes before update on access.event
    for each row execute function ledger.refuse_change();

create function access.log_seen() returns uuid[] language sql stable
return coalesce((select c.log_of from access.in_force() c), '{}');
create function access.log_authority_seen() returns text language sql stable
return (select c.log_authority from access.in_force() c);
