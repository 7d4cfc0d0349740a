-- The ledger (design §3.1). Everything else in the database can be rebuilt from what these tables hold.

create schema ledger;
revoke all on schema ledger from public;
-- For this owner everywhere: a default given per schema could only add, never take away.
alter default privileges revoke execute on functions from public;

-- Which role may file which kinds. `erased` is not among them: only ledger.append_erasure files it.
create function ledger.kinds_filed_by(role text) returns text[] language sql immutable parallel safe
return case role
    when 'gs_clerk' then array[
        'organisation-registered', 'establishment-registered', 'record-filed', 'record-corrected', 'record-annulled',
        'filing-withdrawn', 'batch-filed', 'batch-withdrawn', 'held-judged', 'held-judgement-withdrawn',
        'same-as-judged', 'same-as-withdrawn', 'succession-recorded', 'succession-withdrawn']
    when 'gs_case' then array['edition-published', 'record-annulled', 'hold-placed', 'hold-released']
    when 'gs_eraser' then array['erased']
    -- Nobody's session: what the database itself files about who looked, what happened at the door, what was proposed.
    when 'gs_access' then array['looked', 'access-noted', 'proposed']
    else array[]::text[]
end;

-- The version in which each kind is filed today. Earlier ones are read for ever and filed no more: what a later version
-- asks for (a record's edition, an organisation's class) cannot be left out by filing an earlier one.
create function ledger.are_current(kinds text[], versions smallint[]) returns boolean language sql immutable
parallel safe
return (select bool_and(f.version = case when f.kind in ('organisation-registered', 'record-filed', 'record-corrected')
                                         then 3 else 1 end)
        from unnest(kinds, versions) f(kind, version));

create function ledger.are_hashes(hashes bytea[]) returns boolean language sql immutable parallel safe
return (select bool_and(octet_length(h) = 32) from unnest(hashes) h);

-- Contents come sealed (0x01); only what the database itself states or checks (an erasure, a look) comes in the
-- clear (0x00).
-- Within 1 MB each and 64 MB an act, what is filed can always be moved and read again.
create function ledger.are_sealed(contents bytea[], filed_by text) returns boolean language sql immutable parallel safe
return (select bool_and(octet_length(c) between 34 and 1048576
                        and get_byte(c, 0) = case when filed_by in ('gs_eraser', 'gs_access') then 0 else 1 end)
           and sum(octet_length(c)) <= 67108864 from unnest(contents) c);

-- A name that someone else would read as the same name, or as none, is not one.
create function ledger.is_name(said text) returns boolean language sql immutable parallel safe
return octet_length(said) between 1 and 2000 and said = btrim(said, E' \t\n\r\u00a0\u3000');

-- One row is one act: its entries become consecutive entries of the ledger. It is written in the act's own
-- transaction, so an act that is rolled back leaves nothing to sequence.
-- An act that the sequencer could not insert would stop the ledger for everybody: hence the constraints.
create table ledger.outbox (
    ticket          bigint generated always as identity primary key,
    actor           text not null constraint act_names_its_actor check (ledger.is_name(actor)),
    authority       text not null constraint act_names_its_authority check (ledger.is_name(authority)),
    basis           text not null constraint act_names_its_basis check (ledger.is_name(basis)),
    handles         uuid[] not null,
    kinds           text[] not null,
    schema_versions smallint[] not null,
    commitments     bytea[] not null,
    sealed          bytea[] not null,
    entries         integer not null generated always as (cardinality(handles)) stored,
    filed_by        text not null default session_user,
    filed_at        timestamptz not null default clock_timestamp(),
    constraint act_has_1_to_10000_entries check (cardinality(handles) between 1 and 10000),
    constraint act_entries_line_up check (
        cardinality(kinds) = cardinality(handles) and cardinality(schema_versions) = cardinality(handles)
        and cardinality(commitments) = cardinality(handles) and cardinality(sealed) = cardinality(handles)
        and array_ndims(handles) = 1 and array_ndims(kinds) = 1 and array_ndims(schema_versions) = 1
        and array_ndims(commitments) = 1 and array_ndims(sealed) = 1),
    -- Else the first of an array is not its [1], and what is compared with [1] is compared with nothing.
    constraint act_entries_begin_at_1 check (
        array_lower(handles, 1) = 1 and array_lower(kinds, 1) = 1 and array_lower(schema_versions, 1) = 1
        and array_lower(commitments, 1) = 1 and array_lower(sealed, 1) = 1),
    constraint act_has_no_empty_place check (
        array_position(handles, null) is null and array_position(kinds, null) is null
        and array_position(schema_versions, null) is null and array_position(commitments, null) is null
        and array_position(sealed, null) is null),
    constraint act_commitments_are_hashes check (ledger.are_hashes(commitments)),
    constraint act_versions_begin_at_1 check (1 <= all (schema_versions)),
    constraint act_versions_are_current check (ledger.are_current(kinds, schema_versions)),
    constraint act_contents_are_sealed check (ledger.are_sealed(sealed, filed_by)),
    constraint act_kinds_belong_to_the_role check (kinds <@ ledger.kinds_filed_by(filed_by))
);
-- Ciphertext and hashes do not compress; trying costs time.
alter table ledger.outbox
    alter handles set storage external, alter commitments set storage external, alter sealed set storage external;

-- Two logs in one sequence: acts, and who looked (R34), which is the larger by far and has partitions of its own.
create function ledger.log_of(kind text) returns text language sql immutable parallel safe
return case when kind in ('looked', 'access-noted') then 'looks' else 'acts' end;

create table ledger.ledger_entry (
    sequence       bigint not null,
    log            text not null check (log = ledger.log_of(kind)),
    act            bigint not null,      -- the sequence of the act's first entry
    sequenced_at   timestamptz not null,
    handle         uuid not null,        -- what the entry is about: random, so that after erasure it says nothing
    schema_version smallint not null,
    kind           text not null,
    actor          text not null,
    authority      text not null,
    basis          text not null,
    filed_by       text not null,        -- the database role, as the database saw it
    commitment     bytea not null,       -- SHA-256(salt || canonical content)
    primary key (sequence, log)
) partition by list (log);
create table ledger.acts_entry partition of ledger.ledger_entry for values in ('acts') partition by range (sequence);
create table ledger.looks_entry partition of ledger.ledger_entry for values in ('looks') partition by range (sequence);
create index ledger_entry_handle on ledger.ledger_entry (handle, sequence);

create table ledger.entry_content (
    sequence bigint not null,
    log      text not null,
    sealed   bytea not null,             -- salt and content, encrypted under a key of their own
    primary key (sequence, log)
) partition by list (log);
alter table ledger.entry_content alter sealed set storage external;
create table ledger.acts_content partition of ledger.entry_content for values in ('acts') partition by range (sequence);
create table ledger.looks_content partition of ledger.entry_content for values in ('looks') partition by range (sequence);

-- The handles that were erased, and by which entry first.
create table ledger.erased (
    handle   uuid primary key,
    sequence bigint not null
);

-- One row: where the ledger ends, and up to when it is closed: no later entry bears a time at or before closed_at.
create table ledger.head (
    one_row        boolean primary key default true check (one_row),
    sequence       bigint not null,
    sequenced_at   timestamptz not null,
    closed_at      timestamptz not null,
    room           bigint not null,      -- the first sequence without a partition yet
    partition_size bigint not null check (partition_size > 0)
);
insert into ledger.head (sequence, sequenced_at, closed_at, room, partition_size)
values (0, '1970-01-01Z', '1970-01-01Z', 1, 10000000);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is never changed: % on % refused', tg_op, tg_table_name
        using hint = 'file a correction, an annulment or an erasure; each is an entry of its own';
end $$;

-- Who files is what the database saw, whatever the row says; an owner cannot file in another role's name either.
create function ledger.set_filed_by() returns trigger language plpgsql as $$
begin
    -- Only a function of the owner files what the database itself states: there the current user is not the session's.
    new.filed_by := case when current_user <> session_user and new.kinds <@ ledger.kinds_filed_by('gs_access')
                         then 'gs_access' else session_user end;
    return new;
end $$;
create trigger filed_by_is_what_the_database_saw before insert on ledger.outbox
    for each row execute function ledger.set_filed_by();

create function ledger.refuse_deletion() returns trigger language plpgsql as $$
begin
    if session_user <> 'gs_eraser' then
        raise exception 'content is deleted by ledger.erase alone' using hint = 'goodstanding ledger erase --help';
    end if;
    return old;
end $$;
create trigger content_is_erased_by_the_eraser before delete on ledger.entry_content
    for each row execute function ledger.refuse_deletion();
create trigger ledger_entry_never_changes before update or delete on ledger.ledger_entry
    for each row execute function ledger.refuse_change();
create trigger content_never_changes before update on ledger.entry_content
    for each row execute function ledger.refuse_change();

-- A partition is built apart and attached, since CREATE ... PARTITION OF would wait for every reader of the ledger.
create function ledger.make_room(most integer) returns void language plpgsql set search_path = ledger, pg_temp as $$
declare
    h ledger.head;
    part text;
begin
    select * into strict h from ledger.head for update;
    while h.sequence + most >= h.room loop
        foreach part in array array['acts_entry', 'acts_content', 'looks_entry', 'looks_content'] loop
            execute format('create table ledger.%I (like ledger.%I including defaults including constraints '
                'including indexes including storage)', part || '_from_' || h.room, part);
            -- A trigger on TRUNCATE is not handed down to partitions, as row triggers are.
            execute format('create trigger never_truncated before truncate on ledger.%I '
                'for each statement execute function ledger.refuse_change()', part || '_from_' || h.room);
            execute format('alter table ledger.%I attach partition ledger.%I for values from (%s) to (%s)',
                part, part || '_from_' || h.room, h.room, h.room + h.partition_size);
        end loop;
        h.room := h.room + h.partition_size;
        update ledger.head set room = h.room;
    end loop;
end $$;

-- The one leader's lock; held by the session that sequences, so that only it can.
create function ledger.is_leader() returns boolean language sql stable
return exists (select from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid()
    and database = (select oid from pg_database where datname = current_database())
    and classid = 26473 and objid = 1 and objsubid = 2 and mode = 'ExclusiveLock');

-- What an act's entries share, hashed once for all of them: the RFC 8785 JSON of the act's place and time, of who,
-- for whom, on what basis and through which role (to_json escapes text just as that RFC does).
create function ledger.act_hash(act bigint, microseconds bigint, actor text, authority text, basis text, filed_by text)
returns bytea language sql immutable
return sha256(convert_to('{"act":' || act || ',"actor":' || to_json(actor) || ',"authority":' || to_json(authority)
    || ',"basis":' || to_json(basis) || ',"filed_by":' || to_json(filed_by) || ',"microseconds":' || microseconds
    || '}', 'UTF8'));

-- Move whole acts from the outbox into the ledger, in the order of their tickets, until `most` entries are reached.
-- Answers the first sequence, how many entries, and their leaf hashes end to end.
create function ledger.sequence_acts(most integer, out first bigint, out entries bigint, out leaves bytea)
language plpgsql security definer set search_path = ledger, pg_temp set jit = off as $$
declare
    h ledger.head;
    tickets bigint[];
    firsts bigint[];    -- the sequence of each act's first entry
    start timestamptz;  -- the time of the first entry; each later one bears a microsecond more
begin
    if not ledger.is_leader() then
        raise exception 'only the leading sequencer moves acts into the ledger'
            using hint = 'start it with: goodstanding sequencer';
    end if;
    entries := 0;
    leaves := '';
    if not exists (select from ledger.outbox) then
        return;  -- a lock on the head is written down like a change; an idle ledger writes nothing
    end if;
    select * into strict h from ledger.head for update;
    first := h.sequence + 1;
    select array_agg(w.ticket order by w.ticket), array_agg(h.sequence + 1 + w.before order by w.ticket), sum(w.entries)
    into tickets, firsts, entries
    from (select o.ticket, o.entries, sum(o.entries) over (order by o.ticket) - o.entries as before
          from (select q.ticket, q.entries from ledger.outbox q order by q.ticket limit most) o) w
    where w.before < most;
    perform ledger.make_room(entries::integer);
    start := greatest(clock_timestamp(), h.sequenced_at + interval '1 microsecond', h.closed_at + interval '1 microsecond');
    insert into ledger.ledger_entry
    select t.first + e.place - 1, ledger.log_of(e.kind), t.first, start + (t.first + e.place - 1 - sequence_acts.first) * interval '1 microsecond',
           e.handle, e.schema_version, e.kind, o.actor, o.authority, o.basis, o.filed_by, e.commitment
    from unnest(tickets, firsts) t(ticket, first)
    join ledger.outbox o using (ticket),
    unnest(o.handles, o.schema_versions, o.kinds, o.commitments) with ordinality
        e(handle, schema_version, kind, commitment, place);
    insert into ledger.erased
    select e.handle, min(t.first + e.place - 1)
    from unnest(tickets, firsts) t(ticket, first)
    join ledger.outbox o using (ticket), unnest(o.handles, o.kinds) with ordinality e(handle, kind, place)
    where o.filed_by = 'gs_eraser' and e.kind = 'erased' group by e.handle
    on conflict do nothing;
    -- Whatever comes under a handle after its erasure keeps its entry and no content.
    insert into ledger.entry_content
    select t.first + e.place - 1, ledger.log_of(e.kind), e.sealed
    from unnest(tickets, firsts) t(ticket, first)
    join ledger.outbox o using (ticket)
    cross join unnest(o.handles, o.kinds, o.sealed) with ordinality e(handle, kind, sealed, place)
    left join ledger.erased x on x.handle = e.handle and x.sequence < t.first + e.place - 1
    where x.handle is null or e.kind = 'erased';
    -- The leaf hash of each entry; core.leaf writes the same bytes.
    select string_agg(sha256(a.prefix || int4send(e.place::integer) || uuid_send(e.handle) || e.commitment
               || int2send(e.schema_version) || convert_to(e.kind, 'UTF8')), ''::bytea order by a.first, e.place)
    into leaves
    from (select t.first, o.handles, o.commitments, o.schema_versions, o.kinds,
              '\x00'::bytea || ledger.act_hash(t.first,
                  (extract(epoch from start) * 1000000)::bigint + t.first - sequence_acts.first,
                  o.actor, o.authority, o.basis, o.filed_by) as prefix
          from unnest(tickets, firsts) t(ticket, first) join ledger.outbox o using (ticket) offset 0) a,
    unnest(a.handles, a.commitments, a.schema_versions, a.kinds) with ordinality
        e(handle, commitment, schema_version, kind, place);
    delete from ledger.outbox o where o.ticket = any(tickets);
    update ledger.head set sequence = h.sequence + sequence_acts.entries,
        sequenced_at = start + (sequence_acts.entries - 1) * interval '1 microsecond';
end $$;

-- Promise that no later entry will bear a time up to now, so that a question about that time has one answer for ever.
create function ledger.close_time() returns timestamptz language plpgsql security definer
set search_path = ledger, pg_temp as $$
declare
    closed timestamptz;
begin
    if not ledger.is_leader() then
        raise exception 'only the leading sequencer closes time' using hint = 'start it with: goodstanding sequencer';
    end if;
    update ledger.head set closed_at = greatest(closed_at, sequenced_at, clock_timestamp()) returning closed_at into closed;
    return closed;
end $$;

-- The position of the ledger at a time: the last sequence at or before it; null while that time is still open.
-- Binary search, since times increase with sequence: no index on time is needed. It looks at times alone, also at
-- entries that whoever asks may not see: their places in time are no secret.
create function ledger.position_at(moment timestamptz) returns bigint language plpgsql stable security definer
set search_path = ledger, pg_temp as $$
declare
    low bigint := 0;
    high bigint;
    middle bigint;
    closed timestamptz;
    at timestamptz;
begin
    select h.sequence, greatest(h.closed_at, h.sequenced_at) into strict high, closed from ledger.head h;
    if moment > closed then
        return null;
    end if;
    while low < high loop
        middle := (low + high + 1) / 2;
        select e.sequenced_at into at from ledger.ledger_entry e where e.sequence = middle;
        if at <= moment then low := middle; else high := middle - 1; end if;
    end loop;
    return low;
end $$;

-- A hold counts from the moment it is filed, not from the moment it is sequenced. A release ends one hold that was
-- placed before it; it is never a credit against a later one, so the balance does not fall below nothing.
create function ledger.is_held(held uuid) returns boolean language sql stable
return (select coalesce(sum(b.step) - least(0, min(b.balance)), 0) > 0
        from (select k.step, sum(k.step) over (order by k.stage, k.place, k.within) as balance
              from (select 1 as stage, e.sequence as place, 0 as within, e.kind from ledger.ledger_entry e
                    where e.handle = held
                    union all
                    select 2, o.ticket, a.within, a.kind
                    from ledger.outbox o, unnest(o.handles, o.kinds) with ordinality a(handle, kind, within)
                    where held = any(o.handles) and a.handle = held) said,
              lateral (select said.stage, said.place, said.within,
                       case said.kind when 'hold-placed' then 1 when 'hold-released' then -1 else 0 end as step) k) b);

-- In an older snapshot a hold that was placed meanwhile would not be seen.
create function ledger.require_the_present() returns void language plpgsql stable as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'an erasure looks at the present: use read committed, not %',
            current_setting('transaction_isolation');
    end if;
end $$;

-- A value of an erasure's statement: text that is a name, else an error that says which.
create function ledger.named(said jsonb, part text) returns text language plpgsql immutable as $$
begin
    if jsonb_typeof(said -> part) is distinct from 'string' or not ledger.is_name(said ->> part) then
        raise exception 'an erasure names its %', replace(part, '_', ' ')
            using hint = 'text without spaces around it: basis, reason, and two people with their units';
    end if;
    return said ->> part;
end $$;

-- File the ERASED entry: two people of different units, a basis, no legal hold. Its statement stays readable for ever.
create function ledger.append_erasure(erased uuid, statement bytea, salt bytea, authority text) returns bigint
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
    said jsonb := convert_from(statement, 'UTF8')::jsonb;
    filed bigint;
begin
    perform ledger.require_the_present();
    if said ->> 'handle' is distinct from erased::text then
        raise exception 'the statement is about %, not about %', said ->> 'handle', erased;
    end if;
    if jsonb_typeof(said) <> 'object' or (select count(*) from jsonb_object_keys(said)) <> 7 then
        raise exception 'an erasure says seven things and no more: handle, basis, reason, two people and their units';
    end if;
    perform ledger.named(said, 'basis'), ledger.named(said, 'reason');
    if lower(ledger.named(said, 'proposed_by')) = lower(ledger.named(said, 'decided_by')) then
        raise exception 'an erasure is proposed by one person and decided by another';
    end if;
    if lower(ledger.named(said, 'proposing_unit')) = lower(ledger.named(said, 'deciding_unit')) then
        raise exception 'the two people of an erasure belong to different units';
    end if;
    if octet_length(salt) <> 32 then
        raise exception 'the salt has 32 bytes';
    end if;
    if ledger.is_held(erased) then
        raise exception 'a legal hold rests on %', erased using hint = 'release the hold first, with its reason';
    end if;
    if not exists (select from ledger.ledger_entry e join ledger.entry_content c using (sequence, log)
                   where e.handle = erased and e.log = 'acts'
                     and e.kind not in ('erased', 'proposed') and not ledger.is_law(e.sequence)) then
        if exists (select from ledger.ledger_entry e where e.handle = erased and ledger.is_law(e.sequence)) then
            raise exception 'an edition is law and nobody''s data; what was filed under it needs it';
        end if;
        raise exception 'nothing is left to erase under %', erased;
    end if;
    insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)
    values (said ->> 'decided_by', append_erasure.authority, said ->> 'basis', array[erased], array['erased'],
            array[1::smallint], array[sha256(salt || statement)], array['\x00'::bytea || salt || statement])
    returning ticket into filed;
    return filed;
end $$;

-- Delete what an ERASED entry names. The entry comes first: without it nothing here can be deleted.
create function ledger.erase(erasure bigint) returns bigint language plpgsql security definer
set search_path = ledger, pg_temp as $$
declare
    said ledger.ledger_entry;
    gone bigint;
begin
    perform ledger.require_the_present();
    select * into said from ledger.ledger_entry e
    where e.sequence = erasure and e.kind = 'erased' and e.filed_by = 'gs_eraser';
    if not found then
        raise exception 'entry % is no erasure', erasure using hint = 'file it with ledger.append_erasure first';
    end if;
    if ledger.is_held(said.handle) then
        raise exception 'a legal hold rests on %', said.handle using hint = 'release the hold first, with its reason';
    end if;
    delete from ledger.entry_content c using ledger.ledger_entry e
    where c.sequence = e.sequence and c.log = e.log and e.log = 'acts' and e.handle = said.handle and e.kind <> 'erased' and e.sequence < erasure
      and not ledger.is_law(e.sequence);
    get diagnostics gone = row_count;
    return gone;
end $$;

-- Whether an entry still has content, for those who may not read it.
create function ledger.has_content(entry bigint) returns boolean language sql stable security definer
set search_path = ledger, pg_temp
return exists (select from ledger.entry_content c where c.sequence = entry);

-- What the projector has done, and the entries it gave no effect, each with its reason.
create table ledger.projected (
    one_row  boolean primary key default true check (one_row),
    sequence bigint not null
);
insert into ledger.projected (sequence) values (0);

create table ledger.refused_entry (
    sequence bigint primary key,
    handle   uuid not null,
    reason   text not null
);

-- An edition of the catalogue with a handle of its own, which the projector did not refuse: it is law, and no erasure
-- reaches it. Whatever else was filed under its handle is erased as anything is.
create function ledger.is_law(entry bigint) returns boolean language sql stable security definer
set search_path = ledger, pg_temp
return exists (
    select from ledger.ledger_entry e
    where e.sequence = entry and e.kind = 'edition-published'
      and not exists (select from ledger.ledger_entry b
                      where b.handle = e.handle and b.sequence < e.sequence
                      and b.kind <> 'proposed')
      and not exists (select from ledger.refused_entry r where r.sequence = e.sequence));

create table ledger.erasure (
    handle   uuid not null,
    sequence bigint not null,
    erased_at timestamptz not null,
    basis    text not null,
    primary key (handle, sequence)
);

grant usage on schema ledger to gs_clerk, gs_case, gs_sequencer, gs_eraser;
grant insert (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed), select (ticket)
    on ledger.outbox to gs_clerk, gs_case;
grant select on ledger.head, ledger.projected, ledger.erasure to gs_clerk, gs_case, gs_sequencer, gs_eraser;
grant select on ledger.ledger_entry to gs_case, gs_sequencer, gs_eraser;
grant select on ledger.refused_entry to gs_case, gs_sequencer;
grant select on ledger.entry_content to gs_case, gs_sequencer;
grant select (ticket) on ledger.outbox to gs_sequencer, gs_eraser;
grant update on ledger.projected to gs_sequencer;
grant insert, delete on ledger.refused_entry to gs_sequencer;
grant insert on ledger.erasure to gs_sequencer;
grant execute on function ledger.sequence_acts(integer), ledger.close_time() to gs_sequencer;
grant execute on function ledger.kinds_filed_by(text), ledger.are_current(text[], smallint[]),
    ledger.are_hashes(bytea[]), ledger.are_sealed(bytea[], text), ledger.is_name(text) to gs_clerk, gs_case;
grant execute on function ledger.is_leader() to gs_sequencer;
grant execute on function ledger.position_at(timestamptz) to gs_case, gs_sequencer, gs_eraser;
grant execute on function ledger.append_erasure(uuid, bytea, bytea, text), ledger.erase(bigint) to gs_eraser;
grant execute on function ledger.has_content(bigint), ledger.is_law(bigint) to gs_clerk, gs_case, gs_sequencer, gs_eraser;
