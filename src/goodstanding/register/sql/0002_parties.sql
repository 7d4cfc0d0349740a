-- Who and what: names by language and period, identifiers with their check, addresses, establishments; and what of a
-- record became known later. All projected from the ledger.

alter table register.organisation
    add column form       text,
    add column legal_name text,
    add column legal_folded text,
    add column known_as   text check (known_as in ('registered', 'one-premises', 'party')),
    add column premises   uuid,
    add column batch      uuid;

alter table register.record_version
    add column site         uuid,
    add column conduct_on   date,
    add column facts        jsonb not null default '{}',
    add column appeal       text check (appeal in ('pending', 'dismissed', 'undetermined')),
    add column appeal_said  text,
    add column replaced     boolean not null default false,
    add column annulled_said text,
    add column repaired_on  date,
    add column batch        uuid,
    add column batch_row    bigint,
    add constraint repaired_after_it_was_decided check (repaired_on > decided_on);
create index record_version_batch on register.record_version (batch) where batch is not null;

create table register.organisation_name (
    organisation uuid not null,
    place        smallint not null,       -- 0: the name it is registered under
    name         text not null,
    language     text,
    valid_from   date,
    valid_to     date,
    folded       text not null,           -- as names are compared: core.names.folding
    primary key (organisation, place)
);

-- By scheme, and exact. A number whose check digit fails is in here like any other, and says so (R37).
create table register.identifier (
    organisation uuid not null,
    scheme       text not null,
    number       text not null,
    state        text not null check (state in ('passed', 'failed', 'no-check')),
    primary key (organisation, scheme)
);
create index identifier_number on register.identifier (number, scheme);

create table register.address (
    organisation uuid not null,
    place        smallint not null,
    municipality text,
    rest         text,                    -- below the municipality: never public
    primary key (organisation, place)
);

-- Places. Standing belongs to whoever runs them.
create table register.establishment (
    handle       uuid primary key,
    known_from   bigint not null,
    organisation uuid,
    name         text,
    folded       text,
    municipality text,
    rest         text,
    source       text,
    batch        uuid
);
create index establishment_organisation on register.establishment (organisation);
create index organisation_premises on register.organisation (premises) where premises is not null;
create table register.establishment_number (
    establishment uuid not null,
    scheme        text not null,
    number        text not null,
    primary key (establishment, scheme)
);
create index establishment_number_number on register.establishment_number (number, scheme);

create or replace function published.records_now() returns table (
    handle uuid, party uuid, party_name text, site_name text, authority_name text, document_number text,
    decided_on date, law text, tier text, fine_amount numeric, fine_currency text, published_from date, ends_on date,
    source text) language plpgsql stable security definer set search_path = register, pg_temp as $$
begin
return query
select r.handle, o.handle as party, o.name as party_name, r.site_name, r.authority_name, r.document_number, r.decided_on,
       r.law, r.tier, r.fine_amount, r.fine_currency, r.published_from, r.ends_on, r.source
from register.record_version r
join register.organisation o on o.handle = r.party and not o.erased and o.sole_trader = 'no'
where r.known_to is null and not r.annulled and r.appeal is distinct from 'undetermined'
  and r.published_from <= (select register.present())
  and (r.ends_on is null or (select register.present()) < r.ends_on)
  and (r.repaired_on is null or (select register.present()) < r.repaired_on);
end $$;

-- Exact, and by index: an organisation's own number, or the number of a place it runs.
create or replace function access.known_by(scheme text, identifier text) returns uuid[] language sql stable
set search_path = access, pg_temp
return array(select i.organisation from register.identifier i join register.organisation o on o.handle = i.organisation
             where i.number = known_by.identifier and i.scheme = known_by.scheme and not o.erased
             union
             select coalesce(e.organisation, p.handle)
             from register.establishment_number n join register.establishment e on e.handle = n.establishment
             left join register.organisation p on p.premises = e.handle
             where n.number = known_by.identifier and n.scheme = known_by.scheme
               and coalesce(e.organisation, p.handle) is not null limit 100);

alter table register.organisation_name enable row level security;
alter table register.identifier enable row level security;
alter table register.address enable row level security;
alter table register.establishment enable row level security;
alter table register.establishment_number enable row level security;
create policy projected on register.organisation_name to gs_sequencer using (true) with check (true);
create policy projected on register.identifier to gs_sequencer using (true) with check (true);
create policy projected on register.address to gs_sequencer using (true) with check (true);
create policy projected on register.establishment to gs_sequencer using (true) with check (true);
create policy projected on register.establishment_number to gs_sequencer using (true) with check (true);
create policy looked_at on register.organisation_name to gs_case
    using (organisation = any ((select access.organisations_seen())::uuid[]));
create policy looked_at on register.identifier to gs_case
    using (organisation = any ((select access.organisations_seen())::uuid[]));
create policy looked_at on register.address to gs_case
    using (organisation = any ((select access.organisations_seen())::uuid[]));
create policy looked_at on register.establishment to gs_case
    using (organisation = any ((select access.organisations_seen())::uuid[]) or handle in (
        select o.premises from register.organisation o where o.handle = any ((select access.organisations_seen())::uuid[])));
create policy looked_at on register.establishment_number to gs_case
    using (establishment in (select e.handle from register.establishment e));

grant select on register.organisation_name, register.identifier, register.address, register.establishment,
    register.establishment_number to gs_case, gs_sequencer;
grant insert, update, delete on register.organisation_name, register.identifier, register.address,
    register.establishment, register.establishment_number to gs_sequencer;
grant delete on register.organisation to gs_sequencer;
-- The law is nobody's secret, and whoever files reads its files by it.
grant select on register.edition to gs_clerk;
