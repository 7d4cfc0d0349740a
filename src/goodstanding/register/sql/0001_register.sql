-- What the register knows, projected from the ledger: every row follows from entries and surviving content alone.

create schema register;
revoke all on schema register from public;

-- The editions of the catalogue: law packs as they were published, whole. A record names its edition for ever.
create table register.edition (
    sha256     text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    handle     uuid not null unique,
    known_from bigint not null,
    pack       text not null,
    version    text not null,
    status     text not null check (status in ('teaching', 'demonstration', 'draft', 'reviewed', 'in-force')),
    extends    text references register.edition,
    files      jsonb not null,
    constraint edition_version_is_published_once unique (pack, version)
);

-- G2: the conduct classes are closed, and each lies in its field. A pack cannot add one, nor can this table's writer.
create function register.conduct_class_lies_in(conduct_class text, domain text) returns boolean
language sql immutable parallel safe
return case
    when conduct_class in ('emission', 'discharge', 'waste', 'hazardous-substance', 'noise', 'land-and-nature',
                           'environmental-report') then domain = 'environment'
    when conduct_class in ('work-safety', 'fire-safety', 'building-safety') then domain = 'safety'
    when conduct_class in ('product-safety', 'food-safety', 'animal-and-plant-health') then domain = 'product'
    when conduct_class in ('wage', 'working-time', 'social-insurance') then domain = 'labour'
    when conduct_class in ('tax', 'customs') then domain = 'revenue'
    when conduct_class in ('procurement', 'subsidy', 'public-contract', 'court-debt') then domain = 'public-money'
    when conduct_class in ('competition', 'pricing', 'consumer-contract', 'intellectual-property', 'data-protection')
        then domain = 'market'
    when conduct_class in ('filing-duty', 'accounts') then domain = 'registration'
    when conduct_class = 'transport-safety' then domain = 'transport'
    when conduct_class = 'licence-condition' then domain in ('environment', 'safety', 'product', 'labour', 'revenue',
        'public-money', 'market', 'registration', 'transport')
    else false
end;

create table register.catalogue_item (
    edition       text not null references register.edition on delete cascade,
    item          text not null,
    conduct_class text not null,
    domain        text not null,
    effect        text not null check (effect in ('adverse', 'neutral', 'favourable')),
    tier          text check (tier in ('minor', 'general', 'serious')),  -- null: a rule finds it, or there is none
    filed_by      text[] not null check (cardinality(filed_by) > 0),
    in_force_from date not null,
    in_force_until date,
    primary key (edition, item),
    constraint item_lies_in_the_field_of_its_class check (register.conduct_class_lies_in(conduct_class, domain))
);

-- R1: the shapes of personal numbers, so that nobody is registered under one.
create table register.person_identifier (
    edition text not null references register.edition on delete cascade,
    scheme  text not null,
    shape   text not null,
    primary key (edition, scheme)
);

-- R3: the beginnings of identifiers that say a sole trader holds them.
create table register.sole_trader_prefix (
    edition text not null references register.edition on delete cascade,
    scheme  text not null,
    prefix  text not null,
    primary key (edition, scheme, prefix)
);

-- G1: the subject types are closed; a natural person is none of them.
create table register.organisation (
    handle            uuid primary key,
    known_from        bigint not null,
    name              text,
    organisation_type text check (organisation_type in ('market-entity', 'social-organisation', 'public-body')),
    sole_trader       text check (sole_trader in ('yes', 'no', 'unknown')),
    protected_class   text check (protected_class in ('religious', 'union', 'political', 'media', 'human-rights',
                                  'professional-self-government', 'none', 'unknown')),
    identifiers       jsonb,
    source            text,
    erased            boolean not null default false,
    check (erased = (name is null)),
    -- A null would pass every closed list above.
    constraint organisation_is_whole check (erased
        or num_nulls(name, organisation_type, sole_trader, protected_class, identifiers, source) = 0)
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
    edition         text,
    item            text,
    primary key (handle, known_from),
    check (known_to > known_from),
    -- R6: what is filed is an item of an edition. Null in both only in what was filed before there were editions.
    constraint record_is_an_item_of_its_edition
        foreign key (edition, item) references register.catalogue_item (edition, item) match full,
    -- R19: nothing lasts longer than five years from its decision (linter: LONGEST_MONTHS); what must is decided anew.
    -- Not from its publication, which could be put off.
    constraint record_ends_within_sixty_months check (edition is null or not adverse
        or ends_on <= decided_on + interval '60 months'),
    -- G5: everything adverse ends, and its end is known when it is filed.
    constraint adverse_record_ends check (not adverse or ends_on is not null),
    constraint record_ends_after_it_begins check (ends_on > published_from and ends_on > decided_on)
);
create index record_version_party on register.record_version (party);

-- G2: a protected organisation carries filing duties, tax, wages and safety, and nothing else. A social organisation
-- of unknown class counts as protected. Both directions: a record about it, and its being registered after the record.
create function register.is_protected(organisation_type text, protected_class text) returns boolean
language sql immutable parallel safe
return protected_class not in ('none', 'unknown')
    or (protected_class = 'unknown' and organisation_type = 'social-organisation');

create function register.refuse_what_the_protected_cannot_carry(about uuid) returns void language plpgsql as $$
begin
    if exists (
        select from register.organisation o
        join register.record_version r on r.party = o.handle and r.known_to is null
        join register.catalogue_item i on i.edition = r.edition and i.item = r.item
        where o.handle = about and register.is_protected(o.organisation_type, o.protected_class)
          and i.conduct_class not in ('filing-duty', 'tax', 'wage', 'work-safety', 'fire-safety', 'building-safety',
                                      'transport-safety')) then
        raise exception 'a protected organisation carries filing, tax, wage and safety records only (G2)'
            using errcode = 'check_violation', constraint = 'nothing_else_about_the_protected';
    end if;
end $$;
-- G1: everything about a sole trader, or one who may be, ends; also what is in favour.
create function register.refuse_what_stays_with_a_sole_trader(about uuid) returns void language plpgsql as $$
begin
    if exists (
        select from register.organisation o
        join register.record_version r on r.party = o.handle and r.known_to is null
        where o.handle = about and o.sole_trader <> 'no' and r.ends_on is null and r.edition is not null) then
        raise exception 'a record about one who is or may be a sole trader has an end (G1)'
            using errcode = 'check_violation', constraint = 'nothing_stays_with_a_sole_trader';
    end if;
end $$;
create function register.refuse_record_of_party() returns trigger language plpgsql as $$
begin
    perform register.refuse_what_the_protected_cannot_carry(new.party),
            register.refuse_what_stays_with_a_sole_trader(new.party);
    return null;
end $$;
create function register.refuse_party_of_records() returns trigger language plpgsql as $$
begin
    perform register.refuse_what_the_protected_cannot_carry(new.handle),
            register.refuse_what_stays_with_a_sole_trader(new.handle);
    return null;
end $$;

-- R6, R7, R10, G5: a record is what its item says. The projector refuses first, in words; this holds for whoever
-- writes. Without an edition there is only what version 1 filed, before there were editions.
create function register.refuse_other_than_its_item() returns trigger language plpgsql as $$
declare
    i record;
begin
    if new.edition is null and exists (
        select from ledger.ledger_entry e where e.handle = new.handle and e.schema_version = 1
        and e.kind in ('record-filed', 'record-corrected')) then
        return null;
    end if;
    select c.*, e.pack, coalesce(p.pack, e.pack) as nation into i from register.catalogue_item c
    join register.edition e on e.sha256 = c.edition left join register.edition p on p.sha256 = e.extends
    where c.edition = new.edition and c.item = new.item;
    if not found or new.decided_on < i.in_force_from or new.decided_on >= i.in_force_until
        or split_part(new.authority, ':', 1) not in (i.pack, i.nation)
        or substr(new.authority, strpos(new.authority, ':') + 1) <> all (i.filed_by)
        or new.adverse <> (i.effect = 'adverse') or new.tier <> i.tier then
        raise exception 'the record is not what its item says (R6, R7, R10, G5)'
            using errcode = 'check_violation', constraint = 'record_is_what_its_item_says';
    end if;
    return null;
end $$;
create constraint trigger record_is_what_its_item_says
    after insert or update of edition, item, authority, decided_on, adverse, tier on register.record_version
    for each row execute function register.refuse_other_than_its_item();
create constraint trigger nothing_else_about_the_protected after insert or update on register.record_version
    for each row when (new.known_to is null) execute function register.refuse_record_of_party();

create function register.refuse_identifiers() returns trigger language plpgsql as $$
begin
    if exists (
        select from register.person_identifier p, jsonb_each_text(new.identifiers) i
        where regexp_replace(upper(normalize(i.value, NFKC)), '[^0-9A-Z]', '', 'g') ~ p.shape) then
        raise exception 'an identifier has the shape of a personal number (R1)'
            using errcode = 'check_violation', constraint = 'no_personal_numbers';
    end if;
    if new.sole_trader = 'no' and exists (
        select from register.sole_trader_prefix p where starts_with(new.identifiers ->> p.scheme, p.prefix)) then
        raise exception 'the identifier is a sole trader''s, and the entry says it is none (R3)'
            using errcode = 'check_violation', constraint = 'sole_traders_are_said';
    end if;
    return null;
end $$;
create constraint trigger no_personal_numbers after insert or update on register.organisation
    for each row when (new.identifiers is not null) execute function register.refuse_identifiers();
create constraint trigger nothing_else_about_the_protected after insert or update on register.organisation
    for each row when (not new.erased) execute function register.refuse_party_of_records();
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
grant insert, delete on register.edition, register.catalogue_item, register.person_identifier,
    register.sole_trader_prefix to gs_sequencer;
grant execute on function register.conduct_class_lies_in(text, text), register.is_protected(text, text),
    register.refuse_what_the_protected_cannot_carry(uuid), register.refuse_what_stays_with_a_sole_trader(uuid)
    to gs_sequencer;
grant usage on schema published to gs_public, gs_clerk, gs_case;
grant execute on function register.present(), published.records_now() to gs_public, gs_clerk, gs_case;
grant select on published.record, published.installation to gs_public, gs_clerk, gs_case;
