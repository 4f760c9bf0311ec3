"""Identifiers: which wrong numbers are caught, and which unusual ones are let through."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.identifiers import catalog_code, certificate_identifier, resident_identity, uscc
from shuyuan.kernel.identifiers.made_up import REGION_PREFIX, MadeUpNumbers
from shuyuan.kernel.identifiers.resident_identity import Document, Sex

SEEDS = st.integers(0, 10**9)
identity_numbers = SEEDS.map(lambda seed: MadeUpNumbers(seed).resident_identity())
codes = st.builds(
    lambda seed, kind: MadeUpNumbers(seed).uscc(kind),
    SEEDS,
    st.sampled_from(["11", "12", "35", "51", "52", "91", "92", "93", "N1", "N2", "N3", "A1", "Y1"]),
)
certificates = SEEDS.map(lambda seed: MadeUpNumbers(seed).certificate_identifier())


def with_check(body: str) -> str:
    return body + resident_identity.check_character(body)


# Resident identity numbers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "resident_id_length"),
        ("41990119900101001", "resident_id_length"),
        ("4199011990010100128", "resident_id_length"),
        ("41990119900101001x", "resident_id_characters"),
        ("41990119900101001Y", "resident_id_characters"),
        ("４１９９０１１９９００１０１００１２", "resident_id_characters"),
        ("٤١٩٩٠١١٩٩٠٠١٠١٠٠١٢", "resident_id_characters"),
        ("X1990119900101001X", "resident_id_characters"),
        ("01990119900101001X", "resident_id_characters"),
        ("41990119900101001\n", "resident_id_characters"),
        (with_check("41990119900230001"), "resident_id_birth_date"),
        (with_check("41990119901301001"), "resident_id_birth_date"),
        (with_check("41990119000229001"), "resident_id_birth_date"),  # 1900 was no leap year
        (with_check("41990118491231001"), "resident_id_birth_date"),
        (with_check("41990100000101001"), "resident_id_birth_date"),
    ],
)
def test_a_malformed_identity_number_is_refused_with_its_fault(number, code):
    assert resident_identity.fault(number) == code
    with pytest.raises(BadInput) as refused:
        resident_identity.parse(number)
    assert refused.value.code == code


def test_a_wrong_check_character_is_refused_and_the_number_is_not_repeated():
    number = MadeUpNumbers(1).resident_identity()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")

    with pytest.raises(BadInput) as refused:
        resident_identity.parse(wrong)

    assert refused.value.code == "resident_id_check"
    assert wrong not in str(refused.value) + repr(refused.value.facts)


def test_a_birth_after_the_day_of_the_check_is_refused():
    number = with_check("41990120300101001")
    assert resident_identity.fault(number) is None
    assert resident_identity.fault(number, on=date(2026, 11, 22)) == "resident_id_birth_date"


@pytest.mark.parametrize(
    ("body", "document", "warnings"),
    [
        ("41990119960229001", Document.RESIDENT_CARD, ()),
        ("81000019900101001", Document.RESIDENCE_PERMIT, ()),
        ("82000019900101002", Document.RESIDENCE_PERMIT, ()),
        ("83000019900101003", Document.RESIDENCE_PERMIT, ()),
        ("91115619900101004", Document.PERMANENT_RESIDENCE_CARD, ()),
        ("98815619900101004", Document.PERMANENT_RESIDENCE_CARD, ("resident_id_unknown_province",)),
        ("41087119900101005", Document.RESIDENT_CARD, ()),  # a statistics code, no division
        ("19000019900101006", Document.RESIDENT_CARD, ("resident_id_unknown_province",)),
    ],
)
def test_every_document_of_that_form_is_read_and_a_region_only_warns(body, document, warnings):
    identity = resident_identity.parse(with_check(body))

    assert (identity.document, identity.warnings) == (document, warnings)
    assert identity.region == body[:6]


def test_birth_and_sex_are_read_from_the_number():
    number = MadeUpNumbers(5).resident_identity(born_on=date(1996, 2, 29), sex=Sex.FEMALE)
    identity = resident_identity.parse(number)
    assert (identity.born_on, identity.sex) == (date(1996, 2, 29), Sex.FEMALE)
    assert resident_identity.parse(MadeUpNumbers(5).resident_identity(sex=Sex.MALE)).sex is Sex.MALE


def test_the_parts_of_a_number_do_not_show_it_in_logs():
    number = MadeUpNumbers(6).resident_identity()
    assert number not in repr(resident_identity.parse(number))


def test_the_check_character_agrees_with_the_example_that_the_standard_prints():
    assert resident_identity.check_character("11010519491231002") == "X"
    assert resident_identity.check_character("44052418800101001") == "4"


@pytest.mark.parametrize(
    "body", ["", "1234567890123456", "1234567890123456X", "１２３４５６７８９０１２３４５６７"]
)
def test_a_check_character_is_only_made_for_seventeen_digits(body):
    with pytest.raises(BadInput):
        resident_identity.check_character(body)


@given(number=identity_numbers, place=st.integers(0, 17), character=st.sampled_from("0123456789X"))
def test_every_single_wrong_character_of_an_identity_number_is_caught(number, place, character):
    assume(number[place] != character)
    assert resident_identity.fault(number[:place] + character + number[place + 1 :]) is not None


@given(number=identity_numbers, place=st.integers(0, 16))
def test_every_swap_of_neighbors_in_an_identity_number_is_caught(number, place):
    first, second = number[place], number[place + 1]
    assume(first != second)
    assert resident_identity.fault(number[:place] + second + first + number[place + 2 :]) is not None


@given(number=identity_numbers)
def test_an_identity_number_survives_the_way_people_write_it(number):
    assert resident_identity.fault(number) is None
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in number)
    spaced = f" {number[:6]} {number[6:14]}\u3000{number[14:].lower()}\t"
    assert resident_identity.normalize(full_width) == number
    assert resident_identity.normalize(spaced) == number
    assert resident_identity.normalize(f"\ufeff{number}\u200b") == number


@given(seed=SEEDS)
def test_an_old_number_grows_to_eighteen_and_keeps_its_digits(seed):
    old = MadeUpNumbers(seed).old_resident_identity()
    new = resident_identity.upgrade(old)

    assert resident_identity.fault(new) is None
    assert new[:6] + new[8:17] == old
    assert resident_identity.normalize(f" {old} ") == new


@pytest.mark.parametrize(
    "old", ["", "41990190010100", "4199019001010011", "41990190010100X", "419901900101001\n"]
)
def test_only_fifteen_digits_can_grow(old):
    with pytest.raises(BadInput):
        resident_identity.upgrade(old)


# Unified social credit codes ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "uscc_length"),
        ("91110000600037341", "uscc_length"),
        ("91110000600037341l", "uscc_characters"),
        ("9111000060003734IL", "uscc_characters"),
        ("9111000060003734OL", "uscc_characters"),
        ("9111000060003734SL", "uscc_characters"),
        ("9111000060003734VL", "uscc_characters"),
        ("9111000060003734ZL", "uscc_characters"),
        ("91110000600037341\n", "uscc_characters"),
        ("911100006000373410", "uscc_check"),
    ],
)
def test_a_malformed_credit_code_is_refused_with_its_fault(code, fault):
    assert uscc.fault(code) == fault
    with pytest.raises(BadInput) as refused:
        uscc.parse(code)
    assert refused.value.code == fault


def test_a_published_code_is_valid_with_its_inner_organization_code():
    code = uscc.parse("91110000600037341L")
    assert (code.authority, code.kind, code.region) == ("9", "1", "110000")
    assert code.organization_code == "600037341"
    assert code.warnings == ()


@pytest.mark.parametrize("authority", uscc.AUTHORITIES)
def test_every_registration_authority_is_accepted_letters_in_front_too(authority):
    code = MadeUpNumbers(3).uscc(f"{authority}1")
    assert uscc.parse(code).warnings == ()


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        ("C1419901" + "600037341", "uscc_unknown_authority"),
        ("91A19901" + "600037341", "uscc_unusual_region"),
        ("91419901" + "600037342", "uscc_organization_code_check"),
    ],
)
def test_what_is_unusual_in_a_credit_code_only_warns(body, warning):
    assert uscc.parse(body + uscc.check_character(body)).warnings == (warning,)


@pytest.mark.parametrize("body", ["", "9111000060003734", "9111000060003734O"])
def test_a_check_character_is_only_made_for_seventeen_of_the_alphabet(body):
    with pytest.raises(BadInput):
        uscc.check_character(body)


@pytest.mark.parametrize("body", ["6000373", "600037３4", "6000-373"])
def test_an_organization_code_is_only_checked_for_eight_digits_or_letters(body):
    with pytest.raises(BadInput):
        uscc.organization_check_character(body)


def test_the_organization_check_reaches_x_and_zero():
    characters = {uscc.organization_check_character(f"{number:08d}") for number in range(200)}
    assert characters == set("0123456789X")


@given(code=codes, place=st.integers(0, 17), character=st.sampled_from(uscc.ALPHABET))
def test_every_single_wrong_character_of_a_credit_code_is_caught(code, place, character):
    assume(code[place] != character)
    assert uscc.fault(code[:place] + character + code[place + 1 :]) is not None


@given(code=codes, place=st.integers(0, 16))
def test_every_swap_of_neighbors_in_a_credit_code_is_caught(code, place):
    first, second = code[place], code[place + 1]
    assume(first != second)
    assert uscc.fault(code[:place] + second + first + code[place + 2 :]) is not None


@given(code=codes)
def test_a_credit_code_survives_the_way_people_write_it(code):
    assert uscc.fault(code) is None
    assert uscc.normalize(f" {code[:8]}-{code[8:].lower()} ") == code
    assert uscc.parse(code).region.startswith(REGION_PREFIX)


# Catalog codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "catalog_code_form"),
        ("307001", "catalog_code_form"),
        ("307001/", "catalog_code_form"),
        ("30700/1", "catalog_code_form"),
        ("407001/1", "catalog_code_form"),
        ("307001/1\n", "catalog_code_form"),
        ("307001/1/2", "catalog_code_form"),
        ("３０７００１/1", "catalog_code_form"),
        ("307001/" + "1" * 60, "catalog_code_length"),
    ],
)
def test_a_malformed_catalog_code_is_refused_with_its_fault(code, fault):
    assert catalog_code.fault(code) == fault
    with pytest.raises(BadInput) as refused:
        catalog_code.parse(code)
    assert refused.value.code == fault


def test_a_catalog_code_is_taken_apart_and_put_together_again():
    code = catalog_code.parse("112461465423/798456")

    assert (code.catalog_class, code.subclass, code.group) == (catalog_code.CatalogClass.BASE, "12", "461")
    assert (code.detail, code.sequence) == ("465423", "798456")
    assert str(code) == "112461465423/798456"
    assert catalog_code.normalize(" ３０７００１／１ ") == "307001/1"


# Certificate identifiers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "identifier",
    [
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    ],
)
def test_identifiers_seen_in_the_field_are_valid(identifier):
    assert str(certificate_identifier.parse(identifier)) == identifier


@pytest.mark.parametrize(
    ("identifier", "fault"),
    [
        ("", "certificate_identifier_root"),
        ("1.2.156.3005.3.11100000000013338W011.11430000006122244L.1.001.U", "certificate_identifier_root"),
        ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.1", "certificate_identifier_form"),
        ("1.2.156.3005.2.11100000000013338W01.11430000006122244L.1.001.U", "certificate_identifier_form"),
        (
            "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.V",
            "certificate_identifier_check",
        ),
        (
            "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U\n",
            "certificate_identifier_form",
        ),
    ],
)
def test_a_malformed_certificate_identifier_is_refused_with_its_fault(identifier, fault):
    assert certificate_identifier.fault(identifier) == fault
    with pytest.raises(BadInput) as refused:
        certificate_identifier.parse(identifier)
    assert refused.value.code == fault


def test_an_issuer_without_credit_code_and_a_missing_check_only_warn():
    parsed = certificate_identifier.parse("1.2.156.3005.2.11100000MB03271699022.340100.000000016.001")
    assert parsed.warnings == (
        "certificate_identifier_issuer_is_no_uscc",
        "certificate_identifier_without_check",
    )
    assert str(parsed).endswith(".001")


@pytest.mark.parametrize("body", ["", "12a", "1.2"])
def test_a_certificate_check_is_only_made_for_digits_and_capitals(body):
    with pytest.raises(BadInput):
        certificate_identifier.check_character(body)


def _middle(identifier: str) -> str:
    return identifier.removeprefix(f"{certificate_identifier.ROOT}.").replace(".", "")


def _checks(middle: str) -> bool:
    return certificate_identifier.check_character(middle[:-1]) == middle[-1]


@given(
    identifier=certificates,
    place=st.integers(0, 52),
    character=st.sampled_from(certificate_identifier.ALPHABET),
)
def test_every_single_wrong_character_of_a_certificate_identifier_is_caught(identifier, place, character):
    middle = _middle(identifier)
    assume(middle[place] != character)
    assert not _checks(middle[:place] + character + middle[place + 1 :])


@given(identifier=certificates, place=st.integers(0, 51))
def test_swaps_of_neighbors_that_are_no_neighbors_in_the_alphabet_are_caught(identifier, place):
    """MOD 37,36 promises all but a few swaps: it can only miss two characters with values side by side."""
    middle = _middle(identifier)
    first, second = middle[place], middle[place + 1]
    distance = abs(
        certificate_identifier.ALPHABET.index(first) - certificate_identifier.ALPHABET.index(second)
    )
    assume(distance not in {0, 1, certificate_identifier.MODULUS - 1})
    assert not _checks(middle[:place] + second + first + middle[place + 2 :])


@given(identifier=certificates)
def test_a_certificate_identifier_survives_the_way_people_write_it(identifier):
    assert certificate_identifier.fault(identifier) is None
    assert certificate_identifier.normalize(f" {identifier.lower().replace('.', '。')} ") == identifier


# Invented numbers --------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    def draw(seed: int) -> list[str]:
        source = MadeUpNumbers(seed)
        return [source.resident_identity(), source.uscc(), source.certificate_identifier(serial=7)]

    assert draw(11) == draw(11)
    assert draw(11) != draw(12)


def test_invented_numbers_stay_in_the_region_that_nobody_lives_in():
    source = MadeUpNumbers(13)
    assert all(source.resident_identity().startswith("4199") for _ in range(200))
    assert all(source.uscc()[2:6] == "4199" for _ in range(200))
    assert source.certificate_identifier(issuer="419901").split(".")[6] == "419901"
