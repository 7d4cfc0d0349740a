-- What the register knows, projected from the ledger: every row follows from entries and surviving content alone.

create schema register;
revoke all on schema register from public;

-- G1: the subject types are closed; a natural person is none of them.
create table register.organisation (
    handle            uuid primary key,
    known_from        bigint not null,
    name              text,
    organisation_type text check (organisation_type in ('market-entity', 'social-organisation', 'public-body')),
    sole_trader       text check (sole_trader in ('yes', 'no', 'unknown')),
    identifiers       jsonb,
    source            text,
    erased            boolean not null default false,
    check (erased = (name is null))
);

create table register.record_version (
    handle          uuid not null,
    known_from      bigint not null,
    known_to        bigint,
    party           uuid not null,
    site_name       text,
    authority       text not null,
    authority_name  text not null,
    document_number text not null,
    decided_on      date not null,
    law             text not null,
    tier            text not null check (tier in ('minor', 'general', 'serious')),
    adverse         boolean not null,
    fine_amount     numeric,
    fine_currency   text,
    published_from  date,
    ends_on         date,
    annulled        boolean not null,
    annulled_on     date,
    source          text not null,
    columns         jsonb not null,
    primary key (handle, known_from),
    check (known_to > known_from),
    -- G5: everything adverse ends, and its end is known when it is filed.
    constraint adverse_record_ends check (not adverse or ends_on is not null),
    constraint record_ends_after_it_begins check (ends_on > published_from and ends_on > decided_on)
);
create index record_version_party on register.record_version (party);
create unique index record_version_current on register.record_version (handle) where known_to is null;

-- A judgement that two entries are one organisation: known time only, reversible, two people.
create table register.same_as (
    handle       uuid not null,
    known_from   bigint not null,
    known_to     bigint,
    one          uuid not null,
    other        uuid not null,
    proposed_by  text not null,
    confirmed_by text not null,
    evidence     text not null,
    primary key (handle, known_from),
    check (known_to > known_from),
    constraint same_as_joins_two check (one < other),
    constraint same_as_needs_two_people check (proposed_by <> confirmed_by)
);
create index same_as_one on register.same_as (one);
create index same_as_other on register.same_as (other);

-- A legal event: it holds from a day, on a legal basis, and is known from a position.
create table register.succession (
    handle        uuid not null,
    known_from    bigint not null,
    known_to      bigint,
    event         text not null check (event in ('merger', 'split', 'conversion')),
    predecessor   uuid not null,
    successor     uuid not null,
    effective_on  date not null,
    legal_basis   text not null,
    passes_records boolean not null,
    primary key (handle, known_from, predecessor, successor),
    check (known_to > known_from),
    check (predecessor <> successor)
);
create index succession_successor on register.succession (successor);
create index succession_predecessor on register.succession (predecessor);

-- How this installation presents itself. Only a demonstration or a teaching pack may declare another present.
create table register.installation (
    one_row           boolean primary key default true check (one_row),
    status            text not null check (status in ('production', 'demonstration', 'teaching')),
    time_zone         text not null,
    declared_present  date,
    reason            jsonb check (reason ?& array['en', 'zh-Hans']),  -- by language tag
    check ((declared_present is null) = (reason is null)),
    constraint only_demonstrations_declare_a_present check (declared_present is null or status <> 'production')
);
insert into register.installation (status, time_zone) values ('production', 'UTC');

create function register.present() returns date language sql stable security definer
set search_path = register, pg_temp
return (select coalesce(i.declared_present, (now() at time zone i.time_zone)::date) from register.installation i);

-- What anyone may be told now. Ended, annulled, erased and never look alike: nothing.
create schema published;
revoke all on schema published from public;
-- A function, so that not even EXPLAIN tells how many rows it looked at and did not tell.
create function published.records_now() returns table (
    handle uuid, party uuid, party_name text, site_name text, authority_name text, document_number text,
    decided_on date, law text, tier text, fine_amount numeric, fine_currency text, published_from date, ends_on date,
    source text) language plpgsql stable security definer set search_path = register, pg_temp as $$
begin
return query
select r.handle, o.handle as party, o.name as party_name, r.site_name, r.authority_name, r.document_number, r.decided_on,
       r.law, r.tier, r.fine_amount, r.fine_currency, r.published_from, r.ends_on, r.source
from register.record_version r
join register.organisation o on o.handle = r.party and not o.erased and o.sole_trader = 'no'
where r.known_to is null and not r.annulled
  and r.published_from <= (select register.present())
  and (r.ends_on is null or (select register.present()) < r.ends_on);
end $$;
create view published.record as select * from published.records_now();
create view published.installation with (security_barrier) as
select i.status, i.time_zone, (select register.present()) as present, i.declared_present is not null as declared, i.reason
from register.installation i;

grant usage on schema register to gs_clerk, gs_case, gs_sequencer;
grant select on all tables in schema register to gs_case, gs_sequencer;
grant insert, update on register.organisation to gs_sequencer;
grant insert, update, delete on register.record_version, register.same_as, register.succession to gs_sequencer;
grant usage on schema published to gs_public, gs_clerk, gs_case;
grant execute on function register.present(), published.records_now() to gs_public, gs_clerk, gs_case;
grant select on published.record, published.installation to gs_public, gs_clerk, gs_case;
