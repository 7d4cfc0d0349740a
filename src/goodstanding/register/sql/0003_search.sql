-- Search of names and identifiers. An inverted index of the pieces of names (core/names/grams.py says which), and how
-- many names of one organisation in eight have each piece. Both tables follow from the names alone;
-- searching/indexing.py writes them.

create table register.name_gram (
    organisation uuid not null,
    place        smallint not null,
    grams        integer[] not null,  -- of its letters and of its sound, each once; last the name as a whole
    signature    bit(256) not null,
    primary key (organisation, place)
);
-- The list of what is not yet merged is read by every search: 2 MB of it, about 3,000 names, are 6 ms. Half of that
-- would make a name a sixth dearer to add, none at all three times as dear.
create index name_gram_grams on register.name_gram using gin (grams) with (gin_pending_list_limit = 2048);

create table register.gram_count (
    gram  integer primary key,
    names integer not null check (names > 0)
) with (fillfactor = 50);

-- Who is here only because a record was filed about it is found while a record of it is public, and no longer: else the
-- name that is found would tell of a record that has ended.
create function register.is_findable(asked uuid) returns boolean language sql stable
return not exists (
    select from register.organisation o where o.handle = asked and o.known_as = 'party' and not exists (
        select from register.record_version r where r.party = o.handle and r.known_to is null and not r.annulled
          and r.appeal is distinct from 'undetermined' and r.published_from <= register.present()
          and (r.ends_on is null or register.present() < r.ends_on)
          and (r.repaired_on is null or register.present() < r.repaired_on)));

-- The names that share the rarest pieces with what is sought, best first. No similarity is demanded: a misspelling
-- makes pieces that are rarer than any true one, but it spoils few, and some of the others are looked up as well.
--   alone:    the name as one piece, and the rarest pieces, as long as no more than 4,000 names have them together;
--             each is enough.
--   together: the next five that lie apart in the text (neighbours come together anyway). Two are enough when one of
--             them is the first or second, else three: two pieces of `limited` would bring a tenth of all names.
--   common:   when all that is known of what is sought is common (the beginning of a word), some of those who have it.
-- The names gathered are ranked by the bits their signatures share with the sought one: as a part of the sought bits
-- (whoever asks may know a part of the name only) and of both (Dice).
create function published.names_sharing(sought integer[], whole integer, bits bit(256), most integer)
returns table (organisation uuid, place smallint, name text, folded text)
language plpgsql stable security definer
set search_path = register, pg_temp
-- A scan of all names is never quicker than the index, whatever the statistics say before they are first taken.
set enable_seqscan = off set max_parallel_workers_per_gather = 0 set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
    alone integer[] := array_remove(array[whole], null);
    common integer[] := '{}';
    further integer[] := '{}';
    taken bigint[] := '{}';
    size real := bit_count(bits);
    piece record;
begin
    for piece in
        select s.gram, s.at,
               -- One in eight is counted: none of them means up to about eight names.
               sum(coalesce(g.names, 1) * 8)
                   over (order by g.names nulls first, s.gram rows unbounded preceding) as running
        from unnest(sought) with ordinality s (gram, at) left join gram_count g on g.gram = s.gram
        order by g.names nulls first, s.gram
    loop
        if piece.running <= 4000 then
            alone := alone || piece.gram;
            continue;
        end if;
        common := common || piece.gram;
        if not exists (select from unnest(taken) t (at) where abs(t.at - piece.at) < 4) then
            further := further || piece.gram;
            taken := taken || piece.at;
            exit when cardinality(further) = 5;
        end if;
    end loop;
    return query
    with gathered as (
        (select n.organisation, n.place, n.signature from name_gram n
         where n.grams && alone
            or n.grams @> array[further[1], further[2]] or n.grams @> array[further[1], further[3]]
            or n.grams @> array[further[1], further[4]] or n.grams @> array[further[1], further[5]]
            or n.grams @> array[further[2], further[3]] or n.grams @> array[further[2], further[4]]
            or n.grams @> array[further[2], further[5]]
            or n.grams @> array[further[3], further[4], further[5]]
         limit 50000)
        union
        (select n.organisation, n.place, n.signature from name_gram n
         where cardinality(further) = 1 and n.grams @> common limit 5000)
    ), best as (
        select g.organisation, g.place,
               bit_count(g.signature & bits) * (1 / size + 2 / (size + bit_count(g.signature))) as rank
        from gathered g order by 3 desc, 1, 2 limit least(most, 500)
    )
    select n.organisation, n.place, n.name, n.folded
    from best b join organisation_name n on n.organisation = b.organisation and n.place = b.place
    where register.is_findable(b.organisation)
    order by b.rank desc, b.organisation, b.place;
end $$;

-- Identifiers are written with blanks, points and in any width and case; only letters and digits tell them apart.
create function register.identifier_key(number text) returns text
language sql immutable parallel safe
return upper(regexp_replace(normalize(number, NFKC), '[^[:alnum:]]', '', 'g'));

create index identifier_by_key on register.identifier (register.identifier_key(number));

create function published.identified(sought_scheme text, sought_number text)
returns table (organisation uuid, scheme text, number text)
language plpgsql stable security definer
set search_path = register, pg_temp set enable_seqscan = off
as $$
begin
    return query
    select i.organisation, i.scheme, i.number from identifier i
    where identifier_key(i.number) = identifier_key(sought_number) and identifier_key(sought_number) <> ''
      and (sought_scheme is null or i.scheme = sought_scheme) and register.is_findable(i.organisation)
    order by i.organisation, i.scheme, i.number;
end $$;

grant select, insert, update, delete on register.name_gram, register.gram_count to gs_sequencer;
grant execute on function published.names_sharing(integer[], integer, bit, integer), published.identified(text, text)
    to gs_public, gs_clerk, gs_case;
grant execute on function register.identifier_key(text) to gs_sequencer;
