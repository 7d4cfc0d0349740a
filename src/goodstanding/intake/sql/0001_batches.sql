-- Files on their way into the register. What is filed is in the ledger; here is what a program that was killed has to
-- find again, and the rows that wait for a person. No role reads or writes these tables but through their functions.

create schema intake;
revoke all on schema intake from public;

create table intake.batch (
    batch       uuid primary key,
    authority   text not null,
    actor       text not null,
    mapping     text not null,
    edition     text not null,
    file_name   text not null,
    file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
    shares      smallint not null check (shares between 1 and 64),
    state       text not null default 'open' check (state in ('open', 'applied', 'withdrawn')),
    rows        bigint,
    counts      jsonb not null default '{}',
    reasons     jsonb not null default '{}',
    opened_at   timestamptz not null default clock_timestamp(),
    closed_at   timestamptz,
    reason      text
);
-- The same file again is the same batch: nothing is filed twice.
create unique index one_batch_a_file on intake.batch (authority, mapping, file_sha256) where state <> 'withdrawn';

-- How far each share of a batch's rows has come, in each pass (1: what is new, 2: what became of it later).
create table intake.progress (
    batch    uuid not null references intake.batch,
    share    smallint not null,
    pass     smallint not null check (pass in (1, 2)),
    done_row bigint not null,
    counts   jsonb not null,
    reasons  jsonb not null,
    primary key (batch, share, pass)
);

-- The rows whose decision was filed before them: the second pass looks at these and at no others.
create table intake.again (
    batch uuid not null references intake.batch,
    share smallint not null,
    rows  bigint[] not null
);
create index again_batch on intake.again (batch, share);

-- Which decision a row is: a keyed hash of office, number and party, so that it says nothing by itself.
create table intake.filed_key (
    authority text not null,
    key       bytea not null,
    handle    uuid not null,
    batch     uuid not null,
    row       bigint not null,
    content   bytea not null,              -- a hash of what was filed, to tell a repetition from a later state
    later_by  text,                        -- the source's own mark of which state is later
    primary key (authority, key)
);
create index filed_key_batch on intake.filed_key (batch);

-- Parties that no register's number names: one entry for each number and name a source gives.
create table intake.party_key (
    key          bytea primary key,
    organisation uuid not null,
    batch        uuid not null
);

-- A row that a person has to look at, whole, until it is judged. It may name a person (R1): hence not in the ledger.
create table intake.held_row (
    held       uuid primary key,
    batch      uuid not null references intake.batch,
    authority  text not null,
    row        bigint not null,
    reason     text not null,
    said       jsonb not null,              -- what of it was read, what was found, in words
    fields     jsonb not null,              -- the row as it came
    verdict    text check (verdict in ('this-organisation', 'new-organisation', 'sole-trader', 'not-filed')),
    judged_by  text,
    judged_at  timestamptz,
    unique (batch, row)
);
create index held_row_waiting on intake.held_row (authority, batch, row) where verdict is null;

-- Who files on this connection, and for whom; an error where nobody does.
create function intake.filing() returns access.context language plpgsql stable security definer
set search_path = access, pg_temp as $$
declare
    c access.context;
begin
    select * into c from access.in_force() f where f.purpose = 'filing' and f.action in ('file', 'correct');
    if not found then
        raise exception 'nobody files on this connection' using errcode = '28000',
            hint = 'enter a context for filing first';
    end if;
    return c;
end $$;

create function intake.own(asked uuid) returns intake.batch language plpgsql stable security definer
set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
    b intake.batch;
begin
    select * into b from intake.batch t where t.batch = asked and t.authority = c.authority;
    if not found then
        raise exception 'no such batch of %', c.authority using errcode = '28000';
    end if;
    return b;
end $$;

-- Begin a batch, or find the one that this file already is.
create function intake.open_batch(asked uuid, mapping text, edition text, file_name text, file_sha256 text,
    shares integer) returns intake.batch language plpgsql volatile security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
    b intake.batch;
begin
    insert into intake.batch (batch, authority, actor, mapping, edition, file_name, file_sha256, shares)
    values (asked, c.authority, c.pseudonym, open_batch.mapping, open_batch.edition, open_batch.file_name,
            open_batch.file_sha256, open_batch.shares)
    on conflict (authority, mapping, file_sha256) where state <> 'withdrawn' do nothing;
    select * into strict b from intake.batch t where t.authority = c.authority and t.mapping = open_batch.mapping
        and t.file_sha256 = open_batch.file_sha256 and t.state <> 'withdrawn';
    return b;
end $$;

create function intake.progress_of(asked uuid) returns setof intake.progress language plpgsql stable security definer
set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    perform intake.own(asked);
    return query select p.* from intake.progress p where p.batch = asked;
end $$;

-- The rows up to `done_row` are dealt with, in the transaction that dealt with them.
create function intake.advance(asked uuid, share integer, pass integer, after bigint, done_row bigint, counts jsonb,
    reasons jsonb) returns void language plpgsql volatile security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    b intake.batch := intake.own(asked);
begin
    if b.state <> 'open' then
        raise exception 'the batch is %', b.state using errcode = 'check_violation';
    end if;
    insert into intake.progress as p values (asked, advance.share, advance.pass, advance.done_row, advance.counts,
                                             advance.reasons)
    on conflict (batch, share, pass) do update set done_row = excluded.done_row, counts = excluded.counts,
        reasons = excluded.reasons where p.done_row = advance.after;
    if not found then
        raise exception 'another process has gone on with this batch' using errcode = 'serialization_failure';
    end if;
end $$;

create function intake.note_again(asked uuid, share integer, rows bigint[]) returns void language plpgsql volatile
security definer set search_path = intake, pg_temp set jit = off as $$
begin
    perform intake.own(asked);
    insert into intake.again values (asked, note_again.share, note_again.rows);
end $$;

create function intake.came_again(asked uuid, share integer) returns setof bigint language plpgsql stable
security definer set search_path = intake, pg_temp set jit = off as $$
begin
    perform intake.own(asked);
    return query select unnest(a.rows) from intake.again a where a.batch = asked and a.share = came_again.share;
end $$;

create function intake.close_batch(asked uuid, rows bigint, counts jsonb, reasons jsonb) returns void
language plpgsql volatile security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    perform intake.own(asked);
    delete from intake.again a where a.batch = asked;
    update intake.batch b set state = 'applied', rows = close_batch.rows, counts = close_batch.counts,
        reasons = close_batch.reasons, closed_at = clock_timestamp() where b.batch = asked and b.state = 'open';
    if not found then
        raise exception 'the batch is closed already' using errcode = 'check_violation';
    end if;
end $$;

-- Which of these decisions are filed already, and as what.
create function intake.known(keys bytea[]) returns table (n integer, handle uuid, batch uuid, row_number bigint,
    content bytea, later_by text) language plpgsql stable security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
begin
    return query select q.n::integer, k.handle, k.batch, k.row, k.content, k.later_by
    from unnest(keys) with ordinality q(key, n)
    cross join lateral (select * from intake.filed_key f where f.authority = c.authority and f.key = q.key offset 0) k;
end $$;

-- Write down what is filed now; a key that is there already is a conflict, and the whole is taken back.
create function intake.remember(asked uuid, keys bytea[], handles uuid[], numbers bigint[], contents bytea[],
    marks text[]) returns void language plpgsql volatile security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    b intake.batch := intake.own(asked);
begin
    insert into intake.filed_key (authority, key, handle, batch, row, content, later_by)
    select b.authority, u.key, u.handle, asked, u.number, u.content, u.mark
    from unnest(keys, handles, numbers, contents, marks) u(key, handle, number, content, mark);
end $$;

create function intake.change(keys bytea[], contents bytea[], marks text[]) returns void
language plpgsql volatile security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    c access.context := intake.filing();
begin
    update intake.filed_key k set content = u.content, later_by = u.mark
    from unnest(keys, contents, marks) u(key, content, mark) where k.authority = c.authority and k.key = u.key;
end $$;

create function intake.known_parties(keys bytea[]) returns table (n integer, organisation uuid)
language plpgsql stable security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    perform intake.filing();
    return query select q.n::integer, p.organisation from unnest(keys) with ordinality q(key, n)
    join intake.party_key p on p.key = q.key;
end $$;

create function intake.remember_parties(asked uuid, keys bytea[], organisations uuid[]) returns void
language plpgsql volatile security definer set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    perform intake.own(asked);
    insert into intake.party_key (key, organisation, batch)
    select u.key, u.organisation, asked from unnest(keys, organisations) u(key, organisation);
end $$;

create function intake.hold(asked uuid, rows jsonb) returns void language plpgsql volatile security definer
set search_path = intake, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    b intake.batch := intake.own(asked);
begin
    insert into intake.held_row (held, batch, authority, row, reason, said, fields)
    select h.held, asked, b.authority, h."row", h.reason, h.said, h.fields
    from jsonb_to_recordset(rows) h(held uuid, "row" bigint, reason text, said jsonb, fields jsonb);
end $$;

-- Whom a number means, and whether the name that comes with it is that one's. Names themselves are not answered: who
-- files gives number and name, and learns whether they fit. `pattern` is a LIKE pattern of the folded legal name.
create function intake.match(schemes text[], numbers text[], patterns text[], names text[]) returns table (n integer,
    organisation uuid, establishment uuid, agrees boolean, sole_trader text, organisation_type text,
    protected_class text, number_state text) language plpgsql stable security definer
set search_path = register, pg_temp set jit = off as $$
begin
    perform intake.filing();
    -- Each number by itself, through its index: what the planner thinks of tables that were just filled is wrong.
    return query
    select q.n::integer, f.organisation, f.establishment,
           coalesce(o.legal_folded like q.pattern or f.place_name like q.pattern and o.handle is null
               or exists (select from register.organisation_name p where p.organisation = f.organisation
                          and (p.folded = q.name or p.folded like q.pattern)), false),
           o.sole_trader, o.organisation_type, o.protected_class, f.state
    from unnest(schemes, numbers, patterns, names) with ordinality q(scheme, number, pattern, name, n)
    cross join lateral (
        select i.organisation, null::uuid as establishment, null::text as place_name, i.state
        from register.identifier i where i.number = q.number and i.scheme = q.scheme
        union all
        select coalesce(e.organisation, x.handle), e.handle, e.folded, 'no-check'
        from register.establishment_number m
        cross join lateral (select * from register.establishment g where g.handle = m.establishment offset 0) e
        left join lateral (select y.handle from register.organisation y
                           where y.premises = e.handle and e.organisation is null offset 0) x on true
        where m.number = q.number and m.scheme = q.scheme
        offset 0) f
    left join lateral (select h.* from register.organisation h
                       where h.handle = f.organisation and not h.erased offset 0) o on true
    where f.organisation is null or o.known_as is distinct from 'party' or f.establishment is not null;
end $$;

-- Which places these numbers are.
create function intake.places(scheme text, numbers text[]) returns table (n integer, establishment uuid)
language plpgsql stable security definer set search_path = register, pg_temp set jit = off as $$
begin
    perform intake.filing();
    return query select q.n::integer, m.establishment from unnest(numbers) with ordinality q(number, n)
    join register.establishment_number m on m.number = q.number and m.scheme = places.scheme;
end $$;

grant usage on schema intake to gs_clerk;
grant execute on function intake.open_batch(uuid, text, text, text, text, integer), intake.progress_of(uuid),
    intake.advance(uuid, integer, integer, bigint, bigint, jsonb, jsonb), intake.close_batch(uuid, bigint, jsonb, jsonb),
    intake.note_again(uuid, integer, bigint[]), intake.came_again(uuid, integer),
    intake.known(bytea[]), intake.remember(uuid, bytea[], uuid[], bigint[], bytea[], text[]),
    intake.change(bytea[], bytea[], text[]), intake.known_parties(bytea[]),
    intake.remember_parties(uuid, bytea[], uuid[]), intake.hold(uuid, jsonb),
    intake.match(text[], text[], text[], text[]), intake.places(text, text[]) to gs_clerk;
