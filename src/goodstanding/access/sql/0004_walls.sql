-- The second wall: no act without a context that covers it, and no row that was not logged as looked at.

create function access.action_of(kind text) returns text language sql immutable parallel safe
return case
    when kind in ('organisation-registered', 'establishment-registered', 'record-filed', 'batch-filed', 'held-judged')
        then 'file'
    when kind in ('record-corrected', 'filing-withdrawn', 'batch-withdrawn', 'held-judgement-withdrawn') then 'correct'
    when kind = 'record-annulled' then 'annul'
    when kind in ('same-as-judged', 'same-as-withdrawn', 'succession-recorded', 'succession-withdrawn') then 'judge'
    when kind in ('hold-placed', 'hold-released') then 'hold'
    when kind = 'edition-published' then 'publish'
    when kind = 'erased' then 'erase'
end;
-- Kinds that one person proposes and another decides.
create function access.takes_two(kind text) returns boolean language sql immutable parallel safe
return kind in ('edition-published', 'same-as-judged', 'same-as-withdrawn', 'erased');

create function access.bind_act() returns trigger language plpgsql security definer
set search_path = access, pg_temp as $$
declare
    c access.context;
    p access.proposal;
    said jsonb;
    other text;
    touched uuid[];
begin
    if session_user = 'gs_owner' or new.kinds <@ array['looked', 'access-noted', 'proposed'] then
        return new;   -- the kinds' own constraint refuses the owner, and whoever files these kinds himself
    end if;
    select * into c from access.in_force();
    if not found then
        raise exception 'nobody acts on this connection' using errcode = '28000',
            hint = 'enter a context first: access.enter(token), in a transaction of its own';
    end if;
    if (new.actor = c.pseudonym and new.authority is not distinct from c.authority) is not true then
        raise exception 'the act is %''s for %, the context %''s for %', new.actor, new.authority, c.pseudonym, c.authority
            using errcode = '28000';
    end if;
    if exists (select from unnest(new.kinds) k where access.action_of(k) is distinct from c.action) then
        raise exception 'the context is for %, and allows nothing else', c.action using errcode = '28000';
    end if;
    -- What was filed before is its authority's: nobody else corrects, annuls, holds or erases it.
    touched := array(select e.handle from unnest(new.handles, new.kinds) e(handle, kind) where e.kind not in (
        'organisation-registered', 'establishment-registered', 'record-filed', 'batch-filed', 'edition-published'));
    if cardinality(touched) > 0 then
        select w.authority into other from unnest(touched) e(handle), lateral (
            select access.authority_of(e.handle) as authority) w where w.authority <> c.authority limit 1;
        if not found then
            -- That holds also while it still waits to be sequenced. What other authorities wait with is seldom much.
            select o.authority into other from ledger.outbox o cross join unnest(o.handles) h(handle)
            where o.authority <> c.authority and h.handle = any(touched)
              and access.authority_of(h.handle) is null limit 1;
        end if;
        if other is not null then
            raise exception 'that is %''s, and another authority''s to touch', other using errcode = '28000';
        end if;
    end if;
    if exists (select from unnest(new.kinds) k where access.takes_two(k)) then
        if cardinality(new.kinds) <> 1 then
            raise exception 'what takes two people comes alone';
        end if;
        select * into p from access.proposal q where q.proposal = c.proposal for update;
        if (found and p.decided_at is null and p.handle = new.handles[1] and p.kind = new.kinds[1]
            and p.authority = c.authority) is not true then
            raise exception 'nobody proposed this' using errcode = '28000', hint = 'another person proposes it first';
        end if;
        insert into access.matter_side (matter, unit, side)
        values (p.proposal, c.unit, 'deciding')
        on conflict do nothing;   -- a unit that stands elsewhere is refused with its hand
        -- An erasure needs two units; for the rest two people of one unit do.
        insert into access.hand (matter, actor, unit, step, side)
        values (p.proposal, c.actor, c.unit, 'decide', 'deciding');
        if p.kind = 'erased' then
            said := convert_from(substr(new.sealed[1], 34), 'UTF8')::jsonb;
            if said ->> 'decided_by' <> c.pseudonym or said ->> 'deciding_unit' <> c.unit
               or said ->> 'proposed_by' is distinct from (select x.pseudonym from access.actor x where x.actor = p.actor)
               or said ->> 'proposing_unit' <> p.unit
               or sha256(convert_to(access.canonical(said - array['proposed_by', 'proposing_unit', 'decided_by',
                                                                  'deciding_unit']), 'UTF8')) <> p.content then
                raise exception 'the erasure is not what was proposed' using errcode = '28000';
            end if;
        end if;
        update access.proposal q set decided_at = clock_timestamp() where q.proposal = p.proposal;
    end if;
    return new;
end $$;
create trigger act_is_bound_to_its_context before insert on ledger.outbox
    for each row execute function access.bind_act();

-- Propose what another person is to decide. The proposal is an entry too, under the same handle: both hands are in the
-- ledger, each as the database saw it.
create function access.propose(handle uuid, kind text, content bytea) returns uuid language plpgsql volatile
security definer set search_path = access, pg_temp as $$
declare
    c access.context;
    made uuid;
begin
    select * into c from access.in_force();
    if not found or c.action <> 'propose' or c.authority is null then
        raise exception 'nobody proposes on this connection' using errcode = '28000';
    end if;
    if access.authority_of(propose.handle) <> c.authority then
        raise exception 'that is another authority''s' using errcode = '28000';
    end if;
    -- Only an act is erased, of one's own; a look never (R34).
    if propose.kind = 'erased' and access.authority_of(propose.handle) is null then
        raise exception 'nothing of yours is there to erase' using errcode = '28000';
    end if;
    if (kind = 'edition-published') <> (c.class = 'catalogue') then
        raise exception 'the context is for the class %', c.class using errcode = '28000';
    end if;
    insert into access.proposal (handle, kind, content, authority, actor, unit)
    values (propose.handle, propose.kind, propose.content, c.authority, c.actor, c.unit) returning proposal into made;
    insert into access.matter_side (matter, unit, side)
    values (made, c.unit, case when propose.kind = 'erased' then 'proposing' else 'deciding' end);
    insert into access.hand (matter, actor, unit, step, side)
    values (made, c.actor, c.unit, 'propose', case when propose.kind = 'erased' then 'proposing' else 'deciding' end);
    perform access.file('proposed', jsonb_build_array(jsonb_build_object('content', encode(propose.content, 'hex'),
        'kind', propose.kind, 'unit', c.unit)), array[propose.handle], c.pseudonym, c.authority, 'proposal');
    return made;
end $$;

-- What is never deleted is never emptied either, by the owner least of all.
do $$
declare
    kept text;
begin
    foreach kept in array array['authority', 'unit', 'actor', 'appointment', 'matter_side', 'hand', 'proposal'] loop
        execute format('create trigger never_truncated before truncate on access.%I '
            'for each statement execute function ledger.refuse_change()', kept);
    end loop;
end $$;

alter table register.organisation enable row level security;
alter table register.record_version enable row level security;
alter table register.same_as enable row level security;
alter table register.succession enable row level security;
alter table ledger.ledger_entry enable row level security;
alter table ledger.entry_content enable row level security;
alter table ledger.refused_entry enable row level security;
alter table ledger.erasure enable row level security;
alter table access.look enable row level security;
alter table access.event enable row level security;

-- The machine reads all: it projects. The eraser sees what it erases; it reads no content.
create policy projected on register.organisation to gs_sequencer using (true) with check (true);
create policy projected on register.record_version to gs_sequencer using (true) with check (true);
create policy projected on register.same_as to gs_sequencer using (true) with check (true);
create policy projected on register.succession to gs_sequencer using (true) with check (true);
create policy projected on ledger.ledger_entry to gs_sequencer using (true);
create policy projected on ledger.entry_content to gs_sequencer using (true);
create policy projected on ledger.refused_entry to gs_sequencer using (true) with check (true);
create policy projected on ledger.erasure to gs_sequencer using (true) with check (true);
create policy projected on access.look to gs_sequencer using (true) with check (true);
create policy projected on access.event to gs_sequencer using (true) with check (true);
create policy erased on ledger.ledger_entry to gs_eraser using (log = 'acts');
create policy erased on ledger.erasure to gs_eraser using (true);

-- Everyone else reads what a look was logged for. (select ...) is worked out once for a query, not for each row.
create policy looked_at on register.organisation to gs_case using (handle = any ((select access.organisations_seen())::uuid[]));
create policy looked_at on register.record_version to gs_case using (
    handle = any ((select access.records_seen())::uuid[]) and (known_to is null or (select access.past_is_seen())));
create policy looked_at on register.same_as to gs_case using ((known_to is null or (select access.past_is_seen())) and (
    one = any ((select access.organisations_seen())::uuid[]) or other = any ((select access.organisations_seen())::uuid[])));
create policy looked_at on register.succession to gs_case using ((known_to is null or (select access.past_is_seen()))
    and (predecessor = any ((select access.organisations_seen())::uuid[])
         or successor = any ((select access.organisations_seen())::uuid[])));
create policy looked_at on ledger.ledger_entry to gs_case using (log = 'acts' and (select access.past_is_seen()) and (
    handle = any ((select access.records_seen())::uuid[]) or handle = any ((select access.organisations_seen())::uuid[])));
create policy looked_at on ledger.refused_entry to gs_case using (
    handle = any ((select access.records_seen())::uuid[]) or handle = any ((select access.organisations_seen())::uuid[]));
create policy looked_at on ledger.erasure to gs_clerk, gs_case using (
    handle = any ((select access.records_seen())::uuid[]) or handle = any ((select access.organisations_seen())::uuid[]));
create policy looked_at on ledger.entry_content to gs_case using (log = 'acts' and exists (
    select from ledger.ledger_entry e where e.sequence = entry_content.sequence and e.log = 'acts'));
create policy read on access.look to gs_case using (
    (organisation = any ((select access.log_seen())::uuid[]) and (delayed_until is null or delayed_until <= access.today()))
    or authority = (select access.log_authority_seen()));
create policy read on access.event to gs_access using (true);

grant usage on schema access to gs_access, gs_clerk, gs_case, gs_eraser, gs_sequencer;
grant execute on function access.enter(text), access.entered(), access.leave(), access.in_force(), access.organisations_seen(),
    access.records_seen(), access.past_is_seen(), access.is_held(uuid), access.today() to gs_access, gs_clerk, gs_case, gs_eraser;
grant execute on function access.log_seen(), access.log_authority_seen() to gs_case;
grant execute on function access.issue(uuid, uuid, text, text, text, text, text, uuid[], text, text[], text[], date, text,
    uuid, text, integer), access.note(text, uuid, jsonb), access.decided(text, text, text, text, text),
    access.opened(text), access.authority_of_unit(text) to gs_access;
grant execute on function access.propose(uuid, text, bytea) to gs_case, gs_clerk;
grant execute on function access.action_of(text), access.takes_two(text) to gs_clerk, gs_case;
grant usage on schema ledger, register to gs_access;
grant execute on function ledger.is_name(text), access.are_roles(text[]), access.are_purposes(text[]),
    access.are_actions(text[]), access.are_classes(text[]) to gs_access;
grant select on access.policy_line, access.authority, access.unit, access.actor, access.appointment, access.proposal,
    access.hand to gs_access;
grant select on access.look to gs_case, gs_sequencer;
grant select on access.event to gs_access, gs_sequencer;
grant insert on access.look, access.event to gs_sequencer;
