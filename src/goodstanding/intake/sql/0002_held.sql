-- Rows that wait for a person, and batches taken back.

-- A held row is looked at like a record of a sole trader: by its authority, its reviewers and auditors, and logged.
create or replace view access.subject as
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
select distinct x.handle, null::uuid, x.handle, 'record', access.authority_of(x.handle) from ledger.erasure x
union all
select h.held, null::uuid, h.held, 'sole-trader', h.authority from intake.held_row h where h.fields is not null;

alter table intake.held_row alter fields drop not null;
alter table intake.held_row add column record uuid, add column registered uuid;

-- How many rows of which batch wait, and why; nothing of what is in them.
create function intake.waiting() returns table (batch uuid, file_name text, reason text, waiting bigint, next uuid)
language plpgsql stable security definer set search_path = intake, pg_temp as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
begin
    return query select h.batch, b.file_name, h.reason, count(*), (array_agg(h.held order by h.row))[1]
    from intake.held_row h join intake.batch b on b.batch = h.batch
    where h.authority = c.authority and h.verdict is null group by 1, 2, 3 order by 2, 3;
end $$;

-- The row to look at next: after one of a batch, of a reason if asked.
create function intake.next_held(after uuid, asked_reason text default null) returns uuid
language plpgsql stable security definer set search_path = intake, pg_temp as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
begin
    return (select h.held from intake.held_row h
            where h.authority = c.authority and h.verdict is null and (asked_reason is null or h.reason = asked_reason)
              and (after is null or (h.batch, h.row) > (select a.batch, a.row from intake.held_row a
                                                        where a.held = after and a.authority = c.authority))
            order by h.batch, h.row limit 1);
end $$;

-- Whom the number of a held row names: organisations by handle, to be looked at with it.
create function intake.candidates(asked uuid) returns uuid[] language plpgsql stable security definer
set search_path = intake, pg_temp as $$
declare
    c access.context := intake.filing();
begin
    return array(
        select distinct o from intake.held_row h
        cross join lateral unnest(access.known_by(h.said ->> 'scheme', h.said ->> 'number')) o
        where h.held = asked and h.authority = c.authority and h.said ->> 'number' is not null limit 20);
end $$;

-- What a look was logged for, and nothing else.
create function intake.held_looked_at() returns table (held uuid, batch uuid, mapping text, edition text,
    authority text, row_number bigint, reason text, said jsonb, fields jsonb, verdict text, judged_by text,
    judged_at timestamptz, record uuid, registered uuid) language plpgsql stable security definer
set search_path = intake, pg_temp as $$
begin
    return query select h.held, h.batch, b.mapping, b.edition, h.authority, h.row, h.reason, h.said, h.fields, h.verdict,
        h.judged_by, h.judged_at, h.record, h.registered
    from intake.held_row h join intake.batch b on b.batch = h.batch
    where h.held = any ((select access.records_seen())::uuid[]);
end $$;

-- A row as whoever files judges it: only with the act that says so, in its transaction.
create function intake.judging(asked uuid) returns table (batch uuid, mapping text, edition text, row_number bigint,
    reason text, fields jsonb, verdict text, record uuid, registered uuid) language plpgsql volatile security definer
set search_path = intake, pg_temp as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
begin
    return query select h.batch, b.mapping, b.edition, h.row, h.reason, h.fields, h.verdict, h.record, h.registered
    from intake.held_row h join intake.batch b on b.batch = h.batch
    where h.held = asked and h.authority = c.authority for update of h;
end $$;

create function intake.judge(asked uuid, verdict text, record uuid, registered uuid) returns void
language plpgsql volatile security definer set search_path = intake, pg_temp as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
begin
    update intake.held_row h set verdict = judge.verdict, judged_by = c.pseudonym, judged_at = clock_timestamp(),
        record = judge.record, registered = judge.registered
    where h.held = asked and h.authority = c.authority and (h.verdict is null) = (judge.verdict is not null);
    if not found then
        raise exception 'this row is judged already, or does not wait' using errcode = 'check_violation';
    end if;
end $$;

create function intake.forget_key(record uuid) returns void language plpgsql volatile security definer
set search_path = intake, pg_temp as $$
declare
    c access.context := intake.filing();
begin
    delete from intake.filed_key k where k.handle = forget_key.record and k.authority = c.authority;
end $$;

-- What nobody can take back any more is not kept: a judged row may name a person.
create function intake.forget_judged() returns bigint language plpgsql volatile security definer
set search_path = intake, pg_temp as $$
declare
    gone bigint;
begin
    perform intake.filing();
    update intake.held_row h set fields = null, said = '{}'
    where h.fields is not null and h.judged_at < clock_timestamp() - interval '30 days';
    get diagnostics gone = row_count;
    return gone;
end $$;

create function intake.batches(most integer) returns setof intake.batch language plpgsql stable security definer
set search_path = intake, pg_temp as $$
declare
    c access.context := intake.filing();
begin
    return query select b.* from intake.batch b where b.authority = c.authority order by b.opened_at desc limit most;
end $$;

-- Everything a batch brought that can be taken back: records it filed or corrected and that still stand as it left
-- them, then the organisations and places it brought that no other batch's record needs.
create function intake.brought(asked uuid) returns table (handle uuid, what text) language plpgsql stable
security definer set search_path = register, pg_temp as $$
begin
    perform intake.own(asked);
    if (select p.sequence from ledger.projected p) < coalesce((select max(e.sequence) from ledger.ledger_entry e
        where e.handle = asked), 9223372036854775807) then
        raise exception 'the batch is not in the register yet' using errcode = 'object_not_in_prerequisite_state',
            hint = 'try again in a moment';
    end if;
    return query
    select r.handle, 'record' from register.record_version r where r.batch = asked and r.known_to is null
    union all
    select o.handle, 'organisation' from register.organisation o where o.batch = asked and not exists (
        select from register.record_version r where r.party = o.handle and r.batch is distinct from asked)
    union all
    select e.handle, 'establishment' from register.establishment e where e.batch = asked and not exists (
        select from register.organisation o join register.record_version r on r.party = o.handle
        where (o.premises = e.handle or o.handle = e.organisation) and r.batch is distinct from asked);
end $$;

create function intake.withdraw(asked uuid, why text, handles uuid[]) returns void language plpgsql volatile
security definer set search_path = intake, pg_temp as $$
declare
    b intake.batch := intake.own(asked);
begin
    update intake.batch t set state = 'withdrawn', reason = why, closed_at = clock_timestamp()
    where t.batch = asked and t.state = 'applied';
    if not found then
        raise exception 'the batch is %', b.state using errcode = 'check_violation',
            hint = 'an open batch is applied to its end first; a withdrawn one is withdrawn';
    end if;
    delete from intake.filed_key k where k.batch = asked and k.handle = any(handles);
    -- What it only corrected reads as before: the next state of the source is compared with nothing.
    update intake.filed_key k set content = '\x', later_by = null where k.handle = any(handles) and k.batch <> asked;
    delete from intake.party_key p where p.batch = asked and p.organisation = any(handles);
    delete from intake.held_row h where h.batch = asked;
end $$;

grant execute on function intake.waiting(), intake.next_held(uuid, text), intake.candidates(uuid),
    intake.judging(uuid), intake.judge(uuid, text, uuid, uuid), intake.forget_key(uuid), intake.forget_judged(), intake.batches(integer),
    intake.brought(uuid), intake.withdraw(uuid, text, uuid[]) to gs_clerk;
grant execute on function intake.held_looked_at() to gs_clerk, gs_case;
grant usage on schema intake to gs_case;
grant execute on function access.records_seen(), access.organisations_seen() to gs_clerk;
