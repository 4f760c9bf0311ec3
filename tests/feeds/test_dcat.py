from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, Namespace

from feeds.conftest import OPEN

DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
#: rdflib and pyshacl warn of their own inner workings.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
FORMS = {"jsonld": ("json-ld", "application/ld+json"), "ttl": ("turtle", "text/turtle")}


def graph_of(answer, form):
    return Graph().parse(data=answer.content, format=FORMS[form][0])


def assert_valid(graph):
    shapes = Path(__file__).with_name("shapes.ttl")
    conforms, _, report = validate(graph, shacl_graph=str(shapes), advanced=False)
    assert conforms, report


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(visitor, city, page):
    assert visitor.get(f"/dcat/catalog.ttl?page={page}").status_code == 404


def test_a_form_that_is_not_given_is_refused(visitor, city):
    assert visitor.get("/dcat/catalog", headers={"Accept": "image/png"}).status_code == 400
    assert visitor.get("/dcat/catalog.rdf").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_the_catalog_conforms_to_the_shapes(visitor, people, delivered, form):
    answer = visitor.get(f"/dcat/catalog.{form}")
    assert answer["Content-Type"].startswith(FORMS[form][1])
    graph = graph_of(answer, form)
    assert_valid(graph)
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 2
    downloads = {str(address) for address in graph.objects(None, DCAT.downloadURL)}
    assert downloads == {f"http://testserver/open/{delivered['open'].path}/rows.csv"}
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    (served,) = graph.objects(service, DCAT.servesDataset)
    assert [str(code) for code in graph.objects(served, DCTERMS.identifier)] == [delivered["open"].code]


@pytest.mark.parametrize(
    ("subject", "wrong"),
    [
        (DCAT.Catalog, (DCTERMS.license, Literal("随便"))),
        (DCAT.Dataset, (DCTERMS.spatial, URIRef("urn:nowhere"))),
        (DCAT.Dataset, (DCTERMS.publisher, URIRef("urn:second"))),
        (DCAT.Distribution, (DCAT.byteSize, Literal("很大"))),
        (DCAT.DataService, (DCAT.endpointURL, Literal("no address"))),
    ],
)
def test_the_shapes_refuse_what_the_public_ones_refuse(visitor, people, delivered, subject, wrong):
    graph = graph_of(visitor.get("/dcat/catalog.ttl"), "ttl")
    node = min(graph.subjects(RDF.type, subject))
    graph.add((node, *wrong))
    with pytest.raises(AssertionError):
        assert_valid(graph)


def test_what_the_signed_in_see_conforms_too(enter, people, delivered):
    graph = graph_of(enter(people["bureau"]).get("/dcat/catalog.ttl"), "ttl")
    assert_valid(graph)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 3


def test_one_entry_is_the_same_in_both_forms(visitor, city):
    one, other = (
        graph_of(visitor.get(f"/dcat/entries/{city['open'].path}.{form}"), form) for form in ("jsonld", "ttl")
    )
    assert isomorphic(one, other)
    assert {str(word) for word in one.objects(None, DCAT.keyword)} == {
        "站点编号",
        "站点名称",
        "启用日期",
        "线路数",
    }
    assert [str(code) for code in one.objects(None, DCTERMS.identifier)] == [city["open"].code]


@pytest.mark.parametrize(
    ("accept", "got"),
    [
        ("", "application/ld+json"),
        ("*/*", "application/ld+json"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json;q=0.5, text/turtle", "text/turtle"),
        ("application/json", "application/ld+json"),
    ],
)
def test_the_reader_chooses_the_form(visitor, city, accept, got):
    for address in ("/dcat/catalog", f"/dcat/entries/{city['open'].path}"):
        answer = visitor.get(address, headers={"Accept": accept})
        assert answer["Content-Type"].startswith(got)
        assert "Accept" in answer["Vary"]


def test_a_browser_is_led_to_the_pages(visitor, city):
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert visitor.get("/dcat/catalog", headers=html)["Location"] == "/open/"
    path = city["open"].path
    assert visitor.get(f"/dcat/entries/{path}", headers=html)["Location"] == f"/open/{path}/"


def test_pages_lead_to_each_other(visitor, city, monkeypatch):
    monkeypatch.setattr("shuyuan.feeds.views.PER_PAGE", 1)
    graph = graph_of(visitor.get("/dcat/catalog.ttl?page=1"), "ttl")
    (following,) = graph.objects(None, HYDRA.next)
    assert following == URIRef("http://testserver/dcat/catalog.ttl?page=2")
    last = graph_of(visitor.get(str(following)), "ttl")
    assert list(last.objects(None, HYDRA.next)) == []
    both = {str(code) for part in (graph, last) for code in part.objects(None, DCTERMS.identifier)}
    assert both == {city["open"].code, city["described"].code}


def test_the_schema_names_types_keys_and_limits(visitor, city):
    schema = visitor.get(f"/dcat/entries/{city['open'].path}/schema.json").json()
    assert [field["name"] for field in schema["fields"]] == list(OPEN)
    assert [field["type"] for field in schema["fields"]] == ["string", "string", "date", "integer"]
    assert schema["primaryKey"] == ["stop_id"]
    assert schema["fields"][0]["constraints"] == {"required": True, "maxLength": 10}


def test_checks_become_constraints(visitor, city):
    city["open"].items.filter(name="stop_name").update(
        checks=[{"kind": "code_list", "params": {"values": ["甲", "乙"]}}, {"kind": "uscc", "params": {}}]
    )
    city["open"].items.filter(name="lines").update(
        checks=[{"kind": "range", "params": {"min": "1", "max": None}}]
    )
    fields = visitor.get(f"/dcat/entries/{city['open'].path}/schema.json").json()["fields"]
    assert fields[1]["constraints"] == {"maxLength": 60, "enum": ["甲", "乙"]}
    assert fields[3]["constraints"] == {"minimum": 1}


def test_the_schema_says_where_an_item_differs_from_its_entry(visitor, city):
    city["open"].items.filter(name="stop_id").update(update_cycle="yearly", open_condition="登记后下载")
    first, second = visitor.get(f"/dcat/entries/{city['open'].path}/schema.json").json()["fields"][:2]
    assert first["shuyuan:updateCycle"] == "yearly"
    assert first["shuyuan:openCondition"] == "登记后下载"
    assert "shuyuan:updateCycle" not in second
