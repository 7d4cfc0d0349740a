-- Who acts on this connection, and what for: a context, entered with a signed token that is good once.
--
-- A look is committed to the log before anything can be seen: a context counts only in transactions after the one that
-- entered it. Whoever rolls that one back has no context, and sees nothing.

-- The keys never leave the database, so no process can lose one, and a dump of yesterday's is of no use today.
-- An HMAC key (RFC 2104) is kept as its two padded halves.
create table access.context_key (
    key     integer primary key generated always as identity,
    inside  bytea not null check (octet_length(inside) = 64),
    outside bytea not null check (octet_length(outside) = 64),
    made_at timestamptz not null default clock_timestamp()
);

create function access.random_bytes() returns bytea language sql volatile
return sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

create function access.new_key() returns integer language plpgsql volatile set search_path = access, pg_temp as $$
declare
    padded bytea := access.random_bytes() || decode(repeat('00', 32), 'hex');
    ipad bytea := padded;
    opad bytea := padded;
    made integer;
begin
    for place in 0..63 loop
        ipad := set_byte(ipad, place, get_byte(padded, place) # 54);   -- 0x36
        opad := set_byte(opad, place, get_byte(padded, place) # 92);   -- 0x5c
    end loop;
    insert into access.context_key (inside, outside) values (ipad, opad) returning key into made;
    return made;
end $$;

create function access.mac(message bytea, inside bytea, outside bytea) returns bytea language sql immutable
return sha256(outside || sha256(inside || message));

create function access.base64url(raw bytea) returns text language sql immutable
return translate(encode(raw, 'base64'), E'+/=\n', '-_');

-- Text bound to its purpose, to its key and to every byte of itself. `v1.<key>.<payload>.<mac>`
create function access.sign(payload jsonb) returns text language plpgsql volatile set search_path = access, pg_temp as $$
declare
    k access.context_key;
    made integer;
    said text;
begin
    select * into k from access.context_key c where c.made_at > clock_timestamp() - interval '24 hours'
    order by c.key desc limit 1;
    if not found then
        delete from access.context_key c where c.made_at < clock_timestamp() - interval '25 hours';
        made := access.new_key();
        select * into strict k from access.context_key c where c.key = made;
    end if;
    said := 'v1.' || k.key || '.' || access.base64url(convert_to(payload::text, 'UTF8'));
    return said || '.' || access.base64url(access.mac(convert_to('context:' || said, 'UTF8'), k.inside, k.outside));
end $$;

-- The payload of a token that is ours, unaltered and in time; null otherwise. Never raises on bad input.
create function access.opened(token text) returns jsonb language plpgsql stable security definer
set search_path = access, pg_temp as $$
declare
    parts text[];
    k access.context_key;
    said text;
    payload jsonb;
    now_us bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
begin
    if token is null or octet_length(token) > 1000000 or token !~ '^v1\.[1-9][0-9]{0,8}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$' then
        return null;
    end if;
    parts := string_to_array(token, '.');
    select * into k from access.context_key c where c.key = parts[2]::integer
        and c.made_at > clock_timestamp() - interval '24 hours 10 minutes';
    if not found then
        return null;
    end if;
    said := 'v1.' || parts[2] || '.' || parts[3];
    -- Hashed once more before they are compared, so that the time it takes tells nothing of where they differ. Text is
    -- compared, not decoded bytes: no second spelling of one token is the token.
    if sha256(convert_to(parts[4], 'UTF8')) <> sha256(convert_to(access.base64url(
           access.mac(convert_to('context:' || said, 'UTF8'), k.inside, k.outside)), 'UTF8')) then
        return null;
    end if;
    payload := convert_from(decode(translate(parts[3], '-_', '+/') || repeat('=', (4 - length(parts[3]) % 4) % 4),
                                   'base64'), 'UTF8')::jsonb;
    if (payload ->> 'issued')::bigint > now_us + 5000000 or (payload ->> 'expires')::bigint <= now_us then
        return null;
    end if;
    return payload;
end $$;

create table access.spent_token (
    nonce      uuid primary key,
    expires_at timestamptz not null
);

-- One row for a connection that acts. Unlogged: after a crash nobody is connected.
create unlogged table access.context (
    nonce         uuid primary key,
    pid           integer not null,
    session_role  text not null,
    entered_in    xid8 not null,
    valid_until   timestamptz not null,
    actor         uuid not null,
    pseudonym     text not null,
    appointment   uuid not null,
    role          text not null,
    unit          text,
    authority     text,
    action        text not null,
    purpose       text not null,
    class         text not null,
    organisations uuid[] not null,   -- what may be read
    records       uuid[] not null,
    log_of        uuid[] not null,   -- organisations whose part of the access log may be read
    log_authority text,              -- or the authority whose part it is
    proposal      uuid,
    allowed       boolean not null,
    line          text,
    obligations   text[] not null,
    entries       integer not null
);

-- What the token of this connection came to: whether the table allows it, by which line, and how many looks were logged
-- for it. Like the context itself it is told only once its entry is committed; a refusal says no more than that it is one.
create function access.entered(out allowed boolean, out line text, out obligations text[], out entries integer)
returns setof record language sql stable security definer set search_path = access, pg_temp rows 1 as $$
    select c.allowed, c.line, c.obligations, case when c.allowed then c.entries end from access.context c
    where c.nonce = nullif(current_setting('goodstanding.context', true), '')::uuid and c.pid = pg_backend_pid()
      and c.session_role = session_user and c.entered_in is distinct from pg_current_xact_id_if_assigned()
$$;

-- The context of this connection; no row where there is none, it is over, or it was entered in this very transaction.
create function access.in_force() returns setof access.context language sql stable security definer
set search_path = access, pg_temp rows 1 as $$
    select c.* from access.context c
    where c.nonce = nullif(current_setting('goodstanding.context', true), '')::uuid and c.pid = pg_backend_pid()
      and c.session_role = session_user and c.allowed and c.valid_until > clock_timestamp()
      and c.entered_in is distinct from pg_current_xact_id_if_assigned() and access.is_held(c.appointment)
$$;
create function access.organisations_seen() returns uuid[] language sql stable
return coalesce((select c.organisations from access.in_force() c), '{}');
-- Whether the past may be read as well: earlier versions, and the entries they came from.
create function access.past_is_seen() returns boolean language sql stable
return coalesce((select c.action = 'look-back' from access.in_force() c), false);
create function access.records_seen() returns uuid[] language sql stable
return coalesce((select c.records from access.in_force() c), '{}');

-- Which line of the table allows it; null where none does.
create function access.decided(role text, purpose text, action text, class text, whose text) returns text
language sql stable security definer set search_path = access, pg_temp
return (select l.line from access.policy_line l
        where decided.role = any(l.roles) and decided.purpose = any(l.purposes) and decided.action = any(l.actions)
          and decided.class = any(l.classes) and (l.whose = 'any' or l.whose = decided.whose)
        order by l.line limit 1);

-- Sign a context for an actor who was authenticated. The sign-in role alone may, and no register is open to it.
create function access.issue(
    who uuid, under uuid, action text, purpose text, class text, basis text, case_reference text default null,
    targets uuid[] default '{}', authority text default null, scopes text[] default null,
    identifier text[] default null, delayed_until date default null, delay_basis text default null,
    proposal uuid default null, for_role text default 'gs_case', seconds integer default 60) returns text
language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    a access.appointment;
    kind text;
    now_us bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
begin
    if not (access.are_actions(array[issue.action]) and access.are_purposes(array[issue.purpose])
            and access.are_classes(array[issue.class])) is true then
        raise exception 'the action %, the purpose % or the class % is none', action, purpose, class;
    end if;
    if not ledger.is_name(basis) is true then
        raise exception 'every act and every look has a basis' using hint = 'name the law and the provision';
    end if;
    select * into a from access.appointment p where p.appointment = under and p.actor = who;
    if not found or not access.is_held(under) is true then
        raise exception 'the appointment does not hold' using errcode = '28000';
    end if;
    select x.kind into kind from access.actor x where x.actor = who;
    if kind <> 'person' and not (purpose || ':' || action) = any(coalesce(scopes, '{}')) then
        raise exception 'the token''s scope does not cover %:%', purpose, action using errcode = '28000';
    end if;
    if seconds not between 1 and 3600 then
        raise exception 'a context is good for at most an hour';
    end if;
    delete from access.spent_token s where s.expires_at < clock_timestamp() - interval '1 minute';
    return access.sign(jsonb_build_object('nonce', gen_random_uuid(), 'issued', now_us,
        'expires', now_us + 60000000, 'seconds', seconds, 'who', who, 'under', under, 'action', action,
        'purpose', purpose, 'class', class, 'basis', basis, 'case', case_reference, 'targets', targets,
        'authority', coalesce(authority, access.authority_of_unit(a.unit)), 'identifier', identifier,
        'delayed_until', delayed_until, 'delay_basis', delay_basis, 'proposal', proposal, 'role', for_role));
end $$;

-- Take on what the token says, once. It answers nothing, since nothing of it is in the log yet: `access.entered` says in
-- the next transaction whether the table allows it. A token that is not ours, altered, late or used is an error.
create function access.enter(token text) returns void language plpgsql volatile security definer set search_path = access, pg_temp as $$
declare
    t jsonb := access.opened(token);
    c access.context;
    a access.appointment;
    targets uuid[];
    looks jsonb := '[]';
    is_allowed boolean;
    found_line text;
    found_obligations text[];
begin
    perform access.leave();
    if t is null then
        raise exception 'the token is not ours, was altered, or is late' using errcode = '28000';
    end if;
    if t ->> 'role' <> session_user then
        raise exception 'the token is for %', t ->> 'role' using errcode = '28000';
    end if;
    begin
        insert into access.spent_token values ((t ->> 'nonce')::uuid,
            to_timestamp((t ->> 'expires')::numeric / 1000000));
    exception when unique_violation then
        raise exception 'the token was used already' using errcode = '28000';
    end;
    select * into a from access.appointment p where p.appointment = (t ->> 'under')::uuid;
    if not access.is_held(a.appointment) is true then
        raise exception 'the appointment does not hold' using errcode = '28000';
    end if;
    -- Before anything is looked up: an error tells nothing of what is there.
    if not ledger.is_name(t ->> 'case') is true and exists (
        select from access.policy_line l where a.role = any(l.roles) and t ->> 'purpose' = any(l.purposes)
          and t ->> 'action' = any(l.actions) and t ->> 'class' = any(l.classes) and 'case' = any(l.obligations)) then
        raise exception 'this purpose asks for the case' using hint = 'give the case''s reference';
    end if;
    perform access.refuse_delay(t);
    targets := array(select jsonb_array_elements_text(t -> 'targets')::uuid);
    c := row((t ->> 'nonce')::uuid, pg_backend_pid(), session_user, pg_current_xact_id(),
             -- An act may take an hour of filing; a look is looked at within the minute it was logged for.
             clock_timestamp() + make_interval(secs => least((t ->> 'seconds')::integer, case when t ->> 'action' in
                 ('find', 'look', 'look-back', 'list', 'export', 'read-log') then 60 else 3600 end)), a.actor,
             (select x.pseudonym from access.actor x where x.actor = a.actor), a.appointment, a.role, a.unit,
             access.authority_of_unit(a.unit), t ->> 'action', t ->> 'purpose', t ->> 'class', '{}', '{}', '{}', null,
             (t ->> 'proposal')::uuid, false, null, '{}', 0);
    if c.action = 'list' and c.class in ('organisation', 'record', 'protected', 'sole-trader') then
        targets := access.all_of(c.class, t ->> 'authority');
    elsif t -> 'identifier' <> 'null' then
        targets := access.known_by(t -> 'identifier' ->> 0, t -> 'identifier' ->> 1);
    end if;
    if c.class in ('organisation', 'record', 'protected', 'sole-trader')
       and c.action in ('find', 'look', 'look-back', 'list', 'export') then
        select j.line, j.allowed, j.organisations, j.records, j.looks
        into found_line, is_allowed, c.organisations, c.records, looks from access.judged(c, targets, a.organisation) j;
    else
        found_line := access.decided(c.role, c.purpose, c.action, c.class, case
            when c.role = 'representative' then
                case when targets = array[a.organisation] then 'own' else 'other' end
            when t ->> 'authority' = c.authority then 'own' else 'other' end);
        is_allowed := found_line is not null;
        if c.action = 'read-log' or c.class = 'access-log' then
            c.log_of := case when c.role = 'representative' then targets else '{}' end;
            c.log_authority := case when c.role <> 'representative' then t ->> 'authority' end;
        end if;
        if c.action in ('find', 'look', 'look-back', 'list', 'export', 'read-log') then
            looks := coalesce((select jsonb_agg(jsonb_build_object('organisation', o, 'records', '[]'::jsonb))
                               from unnest(case when cardinality(targets) = 0 then array[null::uuid] else targets end) o), '[]');
        end if;
    end if;
    select l.obligations into found_obligations from access.policy_line l where l.line = found_line;
    -- Whoever claimed another class than the register's has no case either: that is refused, in the same words as all.
    is_allowed := is_allowed and ('case' <> all (found_obligations) or ledger.is_name(t ->> 'case') is true);
    if 'aggregate' = any(found_obligations) then
        -- Counting shows nobody. Until there are counts to ask for, such a context opens no row.
        c.organisations := '{}';
        c.records := '{}';
        looks := '[{"organisation": null, "records": []}]';
    end if;
    c.allowed := coalesce(is_allowed, false);
    c.line := found_line;
    c.obligations := coalesce(found_obligations, '{}');
    c.entries := access.log_looks(c, t, looks, c.allowed, found_line);
    if not c.allowed then
        c.organisations := '{}';
        c.records := '{}';
        c.log_of := '{}';
        c.log_authority := null;
    end if;
    delete from access.context o where o.valid_until < clock_timestamp() - interval '1 hour';
    insert into access.context select (c).*;
    perform set_config('goodstanding.context', t ->> 'nonce', false);
end $$;

create function access.leave() returns void language plpgsql volatile security definer
set search_path = access, pg_temp as $$
begin
    if nullif(current_setting('goodstanding.context', true), '') is not null then
        delete from access.context c where c.pid = pg_backend_pid() and c.session_role = session_user;
        perform set_config('goodstanding.context', '', false);
    end if;
end $$;

-- An organisation learns of a look later only where a law says so, and on a day that is fixed when the look is made.
create function access.refuse_delay(t jsonb) returns void language plpgsql stable set search_path = access, pg_temp as $$
declare
    until date := (t ->> 'delayed_until')::date;
begin
    if until is null then
        return;
    end if;
    if t ->> 'purpose' not in ('casework', 'decision', 'court-order') or not ledger.is_name(t ->> 'delay_basis') is true
       or until <= access.today() or until > access.today() + interval '12 months' then
        raise exception 'a look is shown later only for casework, a decision or a court''s order, on a basis of its own, '
            'until a day within twelve months';
    end if;
end $$;
