"""The raw Taiwan penalties and register counted once more, in plain SQL that shares nothing with the loader.

What a decision is
    Issuing office (`COUNTYCODE`) + `DOCUMENTNO` + the party's name (`FACILITYNAME`). The party's id is not used: one
    document was published under two ids of one name, so by id there would be 34,963 decisions instead of 34,962.

Which row decides
    The row with the latest `UPDATETIME`. No decision has more than two rows, the two never share an `UPDATETIME`
    (`reharvest_ties`), and no later row lost an outcome an earlier one had (`reharvests_that_lost_an_outcome`). It
    matters: 8 re-harvests disagree about the outcome, and the earliest rows would give 2,458 decisions never valid.

Rows or decisions
    The data's README mixes both: its outcome counts are decisions, except those of replaced penalties (658 rows, 648
    decisions), petitions, laws, joins and names, which are rows. Every field here says which it is. Where the README
    could not be followed the field says "README:" and what it claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

PENALTIES = "penalties.parquet"
REGISTER = "facilities.parquet"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What `recount` found; `rows` are published lines, `decisions` are the latest row of each decision."""

    # --- Identity of a decision -----------------------------------------------------------------------------------
    rows: int
    decisions: int
    # Rows minus decisions: the same decision published again.
    reharvests: int
    # Decisions if the party were its id: one more, as one document was published under two ids of the same name.
    decisions_by_party_id: int
    # Distinct COUNTYCODE, distinct COUNTY.
    offices: int
    county_names: int
    # Office + document number that name more than one party: the README's "0 collisions".
    collisions: int
    # COUNTY + DOCUMENTNO that name more than one party. README: 16 pairs of different organisations; it counts the
    # shared numbers, and one of them is shared by three organisations, so 33 decisions are involved, not 32.
    county_documents_of_different_parties: int
    decisions_in_county_documents_of_different_parties: int
    # COUNTY + DOCUMENTNO used by more than one office: two more than above, there the party is the same one. So
    # COUNTY + DOCUMENTNO + party still merges two decisions, and only the office code keeps all of them apart.
    county_documents_of_several_offices: int
    decisions_merged_by_county_and_document: int
    decisions_merged_by_county_document_and_party: int
    # Rows minus distinct DOCUMENTNO: the README's 19,358, which holds the re-harvests too.
    rows_merged_by_document_alone: int
    # The same without the re-harvests, which are rightly merged.
    decisions_merged_by_document_alone: int

    # --- Re-harvests ----------------------------------------------------------------------------------------------
    most_rows_of_a_decision: int
    # Decisions of several rows in which an UPDATETIME repeats.
    reharvest_ties: int
    # Decisions whose rows differ in PETITIONRESULTS or APPEALRESCIND.
    reharvests_disagreeing_on_outcome: int
    reharvests_that_lost_an_outcome: int
    # Decisions whose rows differ in TRANSGRESSLAW as text, and as a set of citations: all but one are reordered.
    reharvests_disagreeing_on_law_text: int
    reharvests_disagreeing_on_laws: int
    # Decisions never valid if the earliest row decided.
    never_valid_by_earliest_row: int

    # --- Law ------------------------------------------------------------------------------------------------------
    rows_without_law: int
    decisions_without_law: int
    # Citations are parted by the full-width comma only: names of statutes contain 、 and brackets. README: 11,234,
    # which are rows.
    rows_citing_several_laws: int
    decisions_citing_several_laws: int
    # Citations of rows, cut before their 第N條. One of the 94 is a broken fragment, no statute, and others are
    # misspellings or carry the year of a revision.
    statutes: int
    # The most cited statutes that hold 99 % of the citations of rows.
    statutes_of_99_percent: int

    # --- Outcomes, decisions unless said --------------------------------------------------------------------------
    # PETITIONRESULTS 原處分撤銷, 實體撤銷 or 撤銷並另立裁處書.
    quashed_or_replaced_on_petition: int
    # APPEALRESCIND 資料鍵入錯誤, 撤銷並另立裁處書, 自行撤銷, 陳情撤銷 or 案件廢止.
    rescinded: int
    # Either of the two.
    never_valid: int
    typing_errors: int
    # APPEALRESCIND 駁回: no rescission by itself.
    rescission_refused: int
    # Of them quashed or replaced on petition all the same.
    rescission_refused_but_quashed: int
    # 撤銷並另立裁處書 in either column. README: 658, which are rows.
    replaced_rows: int
    replaced_decisions: int
    # Replaced rows with at least one other row of the same REGISTRATIONNO and TRANSGRESSDATE. README: 481 "have exactly
    # one sibling"; at least one is what 481 counts, and a re-harvest of the replaced decision itself counts as one.
    replaced_rows_with_a_sibling_row: int
    # Replaced rows with exactly one other row so defined, the README's words taken literally.
    replaced_rows_with_one_sibling_row: int
    # The same on decisions: at least one other decision, exactly one, none.
    replaced_decisions_with_a_sibling: int
    replaced_decisions_with_one_sibling: int
    replaced_decisions_without_sibling: int
    # PETITIONRESULTS beginning with 部份, whatever its parts.
    partial: int
    # 和解
    settled: int
    # 訴願不受理
    inadmissible: int
    inadmissible_then_rescinded: int
    # 訴願人撤回 and 原告撤回; the README names them without a number.
    withdrawn: int
    # 尚未結案
    pending: int
    # APPEALRESCIND 其他
    other: int
    # The six kinds above, and those of them that are not rescinded.
    undetermined: int
    undetermined_and_not_rescinded: int
    # 改處金額 in either column: valid with another amount, which the data does not give. The README does not say.
    amount_changed: int
    petitioned_rows: int
    petitioned_decisions: int
    # Rows with ISPETITION 是 and no result, or a result without it: none.
    petitioned_without_result_or_converse: int
    # Rows with ISPETITION 否 that name a PETITIONAGENCY all the same.
    agency_without_petition_rows: int
    first_update_of_a_petitioned_row: str
    first_update: str
    last_update: str

    # --- Register -------------------------------------------------------------------------------------------------
    register_rows: int
    # Rows whose 管制編號 and every other descriptive column is null.
    register_name_only: int
    register_ids: int
    # Rows whose name contains 有限公司, and the distinct beginnings of those names up to the first 有限公司, unfolded.
    register_company_rows: int
    register_companies: int
    # README: "one chain has 729"; by this rule a company has 383 at most, and 729 is the sum of the two largest, which
    # are two company names of one chain.
    rows_of_largest_company: int
    rows_of_two_largest_companies: int
    # 等N人 with Arabic digits, half or full width: the README's 428. With Chinese numerals (兩 too) there are more.
    register_co_owner_rows: int
    register_co_owner_rows_any_numeral: int
    penalty_co_owner_rows: int

    # --- Joins, rows unless said ----------------------------------------------------------------------------------
    rows_not_joining_by_party: int
    # Of them with a TRANSGRESSCONTROLID that is in the register, compared exactly.
    rows_joining_by_site_only: int
    rows_joining_by_neither: int
    # Joined by party id, to another name once 臺 is read as 台 and brackets, half or full width, are left out.
    rows_joining_to_another_name: int
    # Distinct REGISTRATIONNO + FACILITYNAME of them.
    pairs_joining_to_another_name: int
    # Without that normalisation.
    rows_joining_to_another_name_raw: int
    pairs_joining_to_another_name_raw: int
    # Of the normalised rows, those whose party name fits the register's with each ? read as one character: not another
    # name at all, although the README's 448 counts them.
    rows_joining_to_another_name_only_by_question_mark: int
    # Rows by length of REGISTRATIONNO; only ids of 8 are premises. Those of 13 hold a space, but for one.
    party_id_8_rows: int
    party_id_10_rows: int
    party_id_12_rows: int
    party_id_13_rows: int
    # Distinct 12-character party ids.
    party_ids_of_12: int
    # Rows without TRANSGRESSCONTROLID; they are not among those that differ.
    rows_without_site: int
    rows_with_site_of_12: int
    rows_where_party_is_not_site: int
    # Of them different only because the site's id is written in lower case: not another site.
    rows_where_site_differs_only_by_case: int

    # --- Names with ? ---------------------------------------------------------------------------------------------
    # README: "211 party names"; they are rows.
    question_mark_rows: int
    question_mark_names: int
    # Of the rows, those with a TRANSGRESSNAME free of ?. README: 176 readable in TRANSGRESSNAME.
    question_mark_rows_with_a_site_name: int
    # Of those, the site's name fits the party's with each ? read as one character, as a whole or as its beginning: in
    # these the character can be read. The other 16 have another name, in most of them another organisation's, so the
    # site's name must not be taken over for the party's without this comparison.
    question_mark_rows_readable_whole: int
    question_mark_rows_readable_as_beginning: int

    # --- Dates, as written; rows ----------------------------------------------------------------------------------
    penalty_before_violation: int
    malformed_penalty_or_violation_dates: int
    # README: "2011-2015 are complete", but nothing is dated before March 2011.
    first_penalty_date: str
    last_penalty_date: str
    first_violation_date: str
    # README: "dates are YYYY/MM/DD"; deadlines are YYYY-MM-DD, all of them.
    deadlines: int
    malformed_deadlines: int
    deadlines_in_2113: int
    deadlines_after_2020: int
    deadlines_before_penalty: int
    deadlines_before_violation: int
    rows_without_amount: int
    rows_of_amount_zero: int


TABLES = """
create table penalties as
    select *, row_number() over () as line, (COUNTYCODE, DOCUMENTNO, FACILITYNAME) as decision,
        list_sort(string_split(TRANSGRESSLAW, '，')) as laws,
        PETITIONRESULTS in ('原處分撤銷', '實體撤銷', '撤銷並另立裁處書') as quashed,
        APPEALRESCIND in ('資料鍵入錯誤', '撤銷並另立裁處書', '自行撤銷', '陳情撤銷', '案件廢止') as rescinded,
        '撤銷並另立裁處書' in (PETITIONRESULTS, APPEALRESCIND) as replaced,
        starts_with(PETITIONRESULTS, '部份') or APPEALRESCIND = '其他' or PETITIONRESULTS in
            ('和解', '訴願不受理', '訴願人撤回', '原告撤回', '尚未結案') as undetermined,
        replace(FACILITYNAME, '?', '_') as party_pattern
    from read_parquet({penalties});
create table register as
    select *, 管制編號 as id from read_parquet({register});
create table latest as
    select * from penalties
    qualify row_number() over (partition by decision order by UPDATETIME desc) = 1;
create table earliest as
    select * from penalties
    qualify row_number() over (partition by decision order by UPDATETIME) = 1;
create table joined as
    select REGISTRATIONNO, FACILITYNAME, party_pattern, name,
        regexp_replace(replace(FACILITYNAME, '臺', '台'), '[()（）]', '', 'g')
            <> regexp_replace(replace(name, '臺', '台'), '[()（）]', '', 'g') as another_name
    from penalties join register on REGISTRATIONNO = id;
"""

# Each answers one row, and its columns are fields of Counts.
QUESTIONS = (
    # Identity of a decision
    """
    select count(*) as rows, count(distinct decision) as decisions, rows - decisions as reharvests,
        count(distinct (COUNTYCODE, DOCUMENTNO, REGISTRATIONNO)) as decisions_by_party_id,
        count(distinct COUNTYCODE) as offices, count(distinct COUNTY) as county_names,
        decisions - count(distinct (COUNTYCODE, DOCUMENTNO)) as collisions,
        decisions - count(distinct (COUNTY, DOCUMENTNO)) as decisions_merged_by_county_and_document,
        decisions - count(distinct (COUNTY, DOCUMENTNO, FACILITYNAME)) as decisions_merged_by_county_document_and_party,
        rows - count(distinct DOCUMENTNO) as rows_merged_by_document_alone,
        decisions - count(distinct DOCUMENTNO) as decisions_merged_by_document_alone
    from penalties
    """,
    """
    select count(*) filter (parties > 1) as county_documents_of_different_parties,
        sum(decisions) filter (parties > 1)::bigint as decisions_in_county_documents_of_different_parties,
        count(*) filter (offices > 1) as county_documents_of_several_offices
    from (
        select count(distinct FACILITYNAME) as parties, count(distinct COUNTYCODE) as offices,
            count(distinct decision) as decisions
        from penalties group by COUNTY, DOCUMENTNO
    )
    """,
    # Re-harvests
    """
    select max(harvests) as most_rows_of_a_decision, count(*) filter (times < harvests) as reharvest_ties,
        count(*) filter (outcomes > 1) as reharvests_disagreeing_on_outcome,
        count(*) filter ((last_petition = '' and any_petition <> '') or (last_rescission = '' and any_rescission <> ''))
            as reharvests_that_lost_an_outcome,
        count(*) filter (law_texts > 1) as reharvests_disagreeing_on_law_text,
        count(*) filter (law_sets > 1) as reharvests_disagreeing_on_laws
    from (
        select count(*) as harvests, count(distinct UPDATETIME) as times,
            count(distinct (PETITIONRESULTS, APPEALRESCIND)) as outcomes,
            arg_max(PETITIONRESULTS, UPDATETIME) as last_petition, max(PETITIONRESULTS) as any_petition,
            arg_max(APPEALRESCIND, UPDATETIME) as last_rescission, max(APPEALRESCIND) as any_rescission,
            count(distinct TRANSGRESSLAW) as law_texts, count(distinct laws) as law_sets
        from penalties group by decision
    )
    """,
    "select count(*) filter (quashed or rescinded) as never_valid_by_earliest_row from earliest",
    # Law
    """
    select count(*) filter (TRANSGRESSLAW = '') as rows_without_law,
        count(*) filter (len(laws) > 1) as rows_citing_several_laws
    from penalties
    """,
    """
    select count(*) filter (TRANSGRESSLAW = '') as decisions_without_law,
        count(*) filter (len(laws) > 1) as decisions_citing_several_laws
    from latest
    """,
    """
    with citations as (select unnest(laws) as law from penalties where TRANSGRESSLAW <> ''),
    cited as (
        select regexp_replace(law, '第[0-9]+ *條.*$', '') as statute, count(*) as times from citations group by all
    ),
    ranked as (
        select times, sum(times) over (order by times desc, statute) as so_far, sum(times) over () as total from cited
    )
    select count(*) as statutes, 1 + count(*) filter (so_far < 0.99 * total) as statutes_of_99_percent from ranked
    """,
    # Outcomes
    """
    select count(*) filter (quashed) as quashed_or_replaced_on_petition, count(*) filter (rescinded) as rescinded,
        count(*) filter (quashed or rescinded) as never_valid,
        count(*) filter (APPEALRESCIND = '資料鍵入錯誤') as typing_errors,
        count(*) filter (APPEALRESCIND = '駁回') as rescission_refused,
        count(*) filter (APPEALRESCIND = '駁回' and quashed) as rescission_refused_but_quashed,
        count(*) filter (replaced) as replaced_decisions,
        count(*) filter (starts_with(PETITIONRESULTS, '部份')) as partial,
        count(*) filter (PETITIONRESULTS = '和解') as settled,
        count(*) filter (PETITIONRESULTS = '訴願不受理') as inadmissible,
        count(*) filter (PETITIONRESULTS = '訴願不受理' and rescinded) as inadmissible_then_rescinded,
        count(*) filter (PETITIONRESULTS in ('訴願人撤回', '原告撤回')) as withdrawn,
        count(*) filter (PETITIONRESULTS = '尚未結案') as pending,
        count(*) filter (APPEALRESCIND = '其他') as other,
        count(*) filter (undetermined) as undetermined,
        count(*) filter (undetermined and not rescinded) as undetermined_and_not_rescinded,
        count(*) filter ('改處金額' in (PETITIONRESULTS, APPEALRESCIND)) as amount_changed,
        count(*) filter (ISPETITION = '是') as petitioned_decisions
    from latest
    """,
    """
    select count(*) filter (replaced) as replaced_rows, count(*) filter (ISPETITION = '是') as petitioned_rows,
        count(*) filter ((ISPETITION = '是') <> (PETITIONRESULTS <> '')) as petitioned_without_result_or_converse,
        count(*) filter (ISPETITION = '否' and PETITIONAGENCY <> '') as agency_without_petition_rows,
        min(UPDATETIME) filter (ISPETITION = '是') as first_update_of_a_petitioned_row,
        min(UPDATETIME) as first_update, max(UPDATETIME) as last_update
    from penalties
    """,
    """
    with replaced as (
        select count(other.line) as siblings
        from penalties as one left join penalties as other on one.REGISTRATIONNO = other.REGISTRATIONNO
            and one.TRANSGRESSDATE = other.TRANSGRESSDATE and one.line <> other.line
        where one.replaced group by one.line
    )
    select count(*) filter (siblings > 0) as replaced_rows_with_a_sibling_row,
        count(*) filter (siblings = 1) as replaced_rows_with_one_sibling_row
    from replaced
    """,
    """
    with replaced as (
        select count(other.line) as siblings
        from latest as one left join latest as other on one.REGISTRATIONNO = other.REGISTRATIONNO
            and one.TRANSGRESSDATE = other.TRANSGRESSDATE and one.line <> other.line
        where one.replaced group by one.line
    )
    select count(*) filter (siblings > 0) as replaced_decisions_with_a_sibling,
        count(*) filter (siblings = 1) as replaced_decisions_with_one_sibling,
        count(*) filter (siblings = 0) as replaced_decisions_without_sibling
    from replaced
    """,
    # Register
    """
    select count(*) as register_rows, count(distinct id) as register_ids,
        count(*) filter (id is null and coalesce(地址, 行業別, 列管類別, 所屬工業區) is null) as register_name_only,
        count(*) filter (regexp_matches(name, '等[0-9０-９]+人')) as register_co_owner_rows,
        count(*) filter (regexp_matches(name, '等[0-9０-９一二兩三四五六七八九十百]+人'))
            as register_co_owner_rows_any_numeral
    from register
    """,
    """
    with companies as (
        select string_split(name, '有限公司')[1] as company, count(*) as premises
        from register where contains(name, '有限公司') group by all
    ),
    ranked as (select premises, row_number() over (order by premises desc) as rank from companies)
    select sum(premises)::bigint as register_company_rows, count(*) as register_companies,
        max(premises) as rows_of_largest_company,
        sum(premises) filter (rank <= 2)::bigint as rows_of_two_largest_companies
    from ranked
    """,
    "select count(*) as penalty_co_owner_rows from penalties where regexp_matches(FACILITYNAME, '等[0-9０-９]+人')",
    # Joins
    """
    select count(*) filter (not by_party) as rows_not_joining_by_party,
        count(*) filter (not by_party and by_site) as rows_joining_by_site_only,
        count(*) filter (not by_party and not by_site) as rows_joining_by_neither
    from (
        select REGISTRATIONNO in (select id from register where id is not null) as by_party,
            TRANSGRESSCONTROLID in (select id from register where id is not null) as by_site
        from penalties
    )
    """,
    """
    select count(*) filter (another_name) as rows_joining_to_another_name,
        count(distinct (REGISTRATIONNO, FACILITYNAME)) filter (another_name) as pairs_joining_to_another_name,
        count(*) filter (FACILITYNAME <> name) as rows_joining_to_another_name_raw,
        count(distinct (REGISTRATIONNO, FACILITYNAME)) filter (FACILITYNAME <> name)
            as pairs_joining_to_another_name_raw,
        count(*) filter (another_name and name like party_pattern) as rows_joining_to_another_name_only_by_question_mark
    from joined
    """,
    """
    select count(*) filter (length(REGISTRATIONNO) = 8) as party_id_8_rows,
        count(*) filter (length(REGISTRATIONNO) = 10) as party_id_10_rows,
        count(*) filter (length(REGISTRATIONNO) = 12) as party_id_12_rows,
        count(*) filter (length(REGISTRATIONNO) = 13) as party_id_13_rows,
        count(distinct REGISTRATIONNO) filter (length(REGISTRATIONNO) = 12) as party_ids_of_12,
        count(*) filter (TRANSGRESSCONTROLID = '') as rows_without_site,
        count(*) filter (length(TRANSGRESSCONTROLID) = 12) as rows_with_site_of_12,
        count(*) filter (TRANSGRESSCONTROLID not in ('', REGISTRATIONNO)) as rows_where_party_is_not_site,
        count(*) filter (TRANSGRESSCONTROLID <> REGISTRATIONNO and upper(TRANSGRESSCONTROLID) = upper(REGISTRATIONNO))
            as rows_where_site_differs_only_by_case
    from penalties
    """,
    # Names with ?
    """
    select count(*) as question_mark_rows, count(distinct FACILITYNAME) as question_mark_names,
        count(*) filter (TRANSGRESSNAME <> '' and not contains(TRANSGRESSNAME, '?'))
            as question_mark_rows_with_a_site_name,
        count(*) filter (TRANSGRESSNAME like party_pattern) as question_mark_rows_readable_whole,
        count(*) filter (TRANSGRESSNAME like party_pattern || '%') as question_mark_rows_readable_as_beginning
    from penalties where contains(FACILITYNAME, '?')
    """,
    # Dates
    """
    select count(*) filter (PENALTYDATE < TRANSGRESSDATE) as penalty_before_violation,
        count(*) filter (try_strptime(PENALTYDATE, '%Y/%m/%d') is null
            or try_strptime(TRANSGRESSDATE, '%Y/%m/%d') is null) as malformed_penalty_or_violation_dates,
        min(PENALTYDATE) as first_penalty_date, max(PENALTYDATE) as last_penalty_date,
        min(TRANSGRESSDATE) as first_violation_date,
        count(*) filter (PENALTYMONEY is null) as rows_without_amount,
        count(*) filter (PENALTYMONEY = 0) as rows_of_amount_zero
    from penalties
    """,
    """
    select count(*) as deadlines, count(*) filter (deadline is null) as malformed_deadlines,
        count(*) filter (year(deadline) = 2113) as deadlines_in_2113,
        count(*) filter (year(deadline) > 2020) as deadlines_after_2020,
        count(*) filter (deadline < strptime(PENALTYDATE, '%Y/%m/%d')) as deadlines_before_penalty,
        count(*) filter (deadline < strptime(TRANSGRESSDATE, '%Y/%m/%d')) as deadlines_before_violation
    from (
        select PENALTYDATE, TRANSGRESSDATE, try_strptime(IMPROVEDEADLINE, '%Y-%m-%d') as deadline
        from penalties where IMPROVEDEADLINE <> ''
    )
    """,
)


def recount(folder: Path) -> Counts:
    """Count the two Parquet files of `folder`; a decision's outcome is that of its row with the latest UPDATETIME."""
    counted: dict[str, int | str] = {}
    with duckdb.connect() as connection:
        connection.execute(TABLES.format(penalties=quoted(folder / PENALTIES), register=quoted(folder / REGISTER)))
        for question in QUESTIONS:
            columns, values = answer(connection, question)
            counted |= zip(columns, values, strict=True)
    return Counts(**counted)  # type: ignore[arg-type]


def answer(connection: duckdb.DuckDBPyConnection, question: str) -> tuple[list[str], tuple[int | str, ...]]:
    """The names and values of a question's only row."""
    result = connection.execute(question)
    columns = [str(column[0]) for column in result.description or ()]
    (row,) = result.fetchall()
    return columns, row


def quoted(file: Path) -> str:
    """The path as an SQL string."""
    return "'" + str(file).replace("'", "''") + "'"
