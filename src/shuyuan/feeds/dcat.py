"""The catalog as DCAT 3 (with the properties that DCAT-AP 3 asks for), as JSON-LD or Turtle."""

from collections.abc import Callable, Iterable

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS, XSD, Namespace

from shuyuan.feeds import vocabulary
from shuyuan.feeds.selectors import Described
from shuyuan.organizations.models import Department

#: DCAT 3; the names that come with rdflib are those of DCAT 2.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

#: How addresses of this installation are written: `absolute("feeds:entry", code)`.
Absolute = Callable[..., str]

_CONTEXT = {
    "dcat": str(DCAT),
    "dcatap": str(DCATAP),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "hydra": str(HYDRA),
    "skos": str(SKOS),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}
#: What a distribution gives, by its name.
_SAID = {
    "csv": "全部记录，UTF-8 编码的逗号分隔文件，无需登录即可下载。",
    "json": "查询接口，按条件分页返回记录，无需登录即可调用。",
}
_BY_FORMAT = {"jsonld": "json-ld", "ttl": "turtle"}


def catalog_graph(
    page: Iterable[Described],
    *,
    absolute: Absolute,
    publisher: Department | None,
    number: int,
    pages: int,
    total: int,
    suffix: str,
) -> Graph:
    """One page of the catalog with its entries; hydra leads to the other pages."""
    graph = _graph()
    catalog = URIRef(absolute("feeds:catalog") + "#catalog")
    tag = vocabulary.language_tag()
    graph.add((catalog, RDF.type, DCAT.Catalog))
    graph.add((catalog, DCTERMS.title, Literal("政务数据资源目录", lang=tag)))
    graph.add((catalog, DCTERMS.title, Literal("Catalog of government data", lang="en")))
    words = "政务部门编制并发布的数据资源目录；面向社会的目录无需登录即可查阅。"
    graph.add((catalog, DCTERMS.description, Literal(words, lang=tag)))
    graph.add((catalog, DCTERMS.language, _typed(graph, vocabulary.CHINESE, DCTERMS.LinguisticSystem)))
    graph.add((catalog, DCAT.themeTaxonomy, _classes(graph)))
    home = _typed(graph, absolute("feeds:open"), FOAF.Document)
    graph.add((catalog, FOAF.homepage, home))
    if publisher is not None:
        graph.add((catalog, DCTERMS.publisher, _agent(graph, publisher)))
        graph.add((catalog, DCTERMS.spatial, _place(graph, publisher)))
    for described in page:
        dataset = add_entry(graph, described, absolute=absolute)
        graph.add((catalog, DCAT.dataset, dataset))
    graph.add((catalog, DCAT.service, _service(graph, absolute)))
    _add_pages(graph, catalog, absolute("feeds:catalog"), suffix, number=number, pages=pages, total=total)
    return graph


def entry_graph(described: Described, *, absolute: Absolute) -> Graph:
    """One entry alone."""
    graph = _graph()
    add_entry(graph, described, absolute=absolute)
    return graph


def serialize(graph: Graph, form: str) -> str:
    """The graph as text: `jsonld` or `ttl`."""
    options = {"context": _CONTEXT, "auto_compact": False, "indent": 1} if form == "jsonld" else {}
    return graph.serialize(format=_BY_FORMAT[form], **options)


def add_entry(graph: Graph, described: Described, *, absolute: Absolute) -> URIRef:
    """An entry as a dataset with its distributions; the node of the dataset."""
    entry = described.entry
    tag = vocabulary.language_tag()
    dataset = URIRef(absolute("feeds:entry", entry.path) + "#dataset")
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.identifier, Literal(entry.code)))
    graph.add((dataset, DCTERMS.title, Literal(entry.name, lang=tag)))
    graph.add((dataset, DCTERMS.description, Literal(entry.abstract or entry.name, lang=tag)))
    graph.add((dataset, DCTERMS.publisher, _agent(graph, entry.provider)))
    graph.add((dataset, DCAT.contactPoint, _contact(graph, entry.provider)))
    graph.add((dataset, DCTERMS.spatial, _place(graph, entry.provider)))
    graph.add((dataset, DCTERMS.language, _typed(graph, vocabulary.CHINESE, DCTERMS.LinguisticSystem)))
    graph.add((dataset, DCAT.version, Literal(str(entry.version))))
    if entry.published_on:
        graph.add((dataset, DCTERMS.issued, Literal(entry.published_on.isoformat(), datatype=XSD.date)))
    modified = Literal(described.modified.isoformat(timespec="seconds"), datatype=XSD.dateTime)
    graph.add((dataset, DCTERMS.modified, modified))
    frequency = vocabulary.FREQUENCIES.get(entry.update_cycle)
    if frequency:
        graph.add((dataset, DCTERMS.accrualPeriodicity, _typed(graph, frequency, DCTERMS.Frequency)))
    right = vocabulary.access_right(is_open=entry.is_open, sharing_type=entry.sharing_type)
    graph.add((dataset, DCTERMS.accessRights, _typed(graph, right, DCTERMS.RightsStatement)))
    if entry.node is not None:
        theme = URIRef(f"urn:shuyuan:class:{entry.node.code}")
        graph.add((theme, RDF.type, SKOS.Concept))
        graph.add((theme, SKOS.prefLabel, Literal(entry.node.name, lang=tag)))
        graph.add((theme, SKOS.inScheme, _classes(graph)))
        graph.add((dataset, DCAT.theme, theme))
    for item in described.items:
        graph.add((dataset, DCAT.keyword, Literal(item.label, lang=tag)))
    graph.add(
        (dataset, DCAT.landingPage, _typed(graph, absolute("feeds:open_entry", entry.path), FOAF.Document))
    )
    _add_distributions(graph, dataset, described, absolute)
    return dataset


def _add_distributions(graph: Graph, dataset: URIRef, described: Described, absolute: Absolute) -> None:
    """Rows as CSV and as JSON where they are open to society; else the page that says how to ask."""
    entry = described.entry
    tag = vocabulary.language_tag()
    schema = _typed(graph, absolute("feeds:schema", entry.path), DCTERMS.Standard)
    if not described.columns:
        distribution = URIRef(absolute("feeds:entry", entry.path) + "#access")
        graph.add((dataset, DCAT.distribution, distribution))
        graph.add((distribution, RDF.type, DCAT.Distribution))
        graph.add((distribution, DCTERMS.title, Literal("目录说明", lang=tag)))
        words = "数据不直接提供下载；该页说明内容和获取方式。"
        graph.add((distribution, DCTERMS.description, Literal(words, lang=tag)))
        page = _typed(graph, absolute("feeds:open_entry", entry.path), None)
        graph.add((distribution, DCAT.accessURL, page))
        graph.add((distribution, DCTERMS.conformsTo, schema))
        return
    kinds = (
        ("csv", "feeds:rows", (entry.path,), vocabulary.CSV_TYPE, vocabulary.CSV_FORMAT),
        ("json", "feeds:action", ("datastore_search",), vocabulary.JSON_TYPE, vocabulary.JSON_FORMAT),
    )
    for name, address, arguments, media_type, form in kinds:
        distribution = URIRef(absolute("feeds:entry", entry.path) + f"#{name}")
        where = absolute(address, *arguments) + (f"?resource_id={entry.path}" if name == "json" else "")
        graph.add((dataset, DCAT.distribution, distribution))
        graph.add((distribution, RDF.type, DCAT.Distribution))
        graph.add((distribution, DCTERMS.title, Literal(f"{entry.name}（{name.upper()}）", lang=tag)))
        graph.add((distribution, DCTERMS.description, Literal(_SAID[name], lang=tag)))
        graph.add((distribution, DCAT.accessURL, URIRef(where)))
        if name == "csv":
            graph.add((distribution, DCAT.downloadURL, URIRef(where)))
        else:
            service = _service(graph, absolute)
            graph.add((service, DCAT.servesDataset, dataset))
            graph.add((distribution, DCAT.accessService, service))
        graph.add((distribution, DCATAP.availability, _availability(graph)))
        graph.add((distribution, DCAT.mediaType, _typed(graph, media_type, DCTERMS.MediaType)))
        graph.add((distribution, DCTERMS["format"], _typed(graph, form, DCTERMS.MediaTypeOrExtent)))
        graph.add((distribution, DCTERMS.conformsTo, schema))
        if entry.open_condition:
            rights = BNode()
            graph.add((rights, RDF.type, DCTERMS.RightsStatement))
            graph.add((rights, SKOS.prefLabel, Literal(entry.open_condition, lang=tag)))
            graph.add((distribution, DCTERMS.rights, rights))


def _add_pages(
    graph: Graph, catalog: URIRef, address: str, suffix: str, *, number: int, pages: int, total: int
) -> None:
    def at(page: int) -> URIRef:
        return URIRef(f"{address}{suffix}?page={page}")

    view = at(number)
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    graph.add((catalog, RDF.type, HYDRA.Collection))
    graph.add((catalog, HYDRA.view, view))
    graph.add((catalog, HYDRA.totalItems, Literal(total, datatype=XSD.integer)))
    graph.add((view, HYDRA.first, at(1)))
    graph.add((view, HYDRA.last, at(max(1, pages))))
    if number > 1:
        graph.add((view, HYDRA.previous, at(number - 1)))
    if number < pages:
        graph.add((view, HYDRA.next, at(number + 1)))


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _CONTEXT.items():
        graph.bind(prefix, namespace)
    return graph


def _typed(graph: Graph, address: str, kind: URIRef | None) -> URIRef:
    node = URIRef(address)
    if kind is not None:
        graph.add((node, RDF.type, kind))
    return node


def _classes(graph: Graph) -> URIRef:
    """The class tree of the catalog, to which the themes belong."""
    scheme = _typed(graph, "urn:shuyuan:classes", SKOS.ConceptScheme)
    graph.add((scheme, DCTERMS.title, Literal("政务数据资源分类", lang=vocabulary.language_tag())))
    return scheme


def _service(graph: Graph, absolute: Absolute) -> URIRef:
    """The interface that answers questions about the rows of open entries."""
    service = _typed(graph, absolute("feeds:catalog") + "#query", DCAT.DataService)
    tag = vocabulary.language_tag()
    graph.add((service, DCTERMS.title, Literal("开放数据查询接口", lang=tag)))
    words = "与 CKAN 的 datastore_search 兼容，按条件分页返回向社会开放的记录。"
    graph.add((service, DCTERMS.description, Literal(words, lang=tag)))
    graph.add((service, DCAT.endpointURL, URIRef(absolute("feeds:action", "datastore_search"))))
    graph.add((service, DCAT.endpointDescription, URIRef(absolute("feeds:open"))))
    graph.add((service, DCTERMS.accessRights, _typed(graph, vocabulary.PUBLIC, DCTERMS.RightsStatement)))
    return service


def _availability(graph: Graph) -> URIRef:
    """What is published stays; when it ends, the feed of changes says so."""
    concept = _typed(graph, vocabulary.AVAILABLE, SKOS.Concept)
    graph.add((concept, SKOS.prefLabel, Literal("长期提供", lang=vocabulary.language_tag())))
    return concept


def _place(graph: Graph, department: Department) -> URIRef:
    """The division that a department is responsible for, which its data cover."""
    place = _typed(graph, f"urn:shuyuan:region:{department.region.code}", DCTERMS.Location)
    graph.add((place, SKOS.prefLabel, Literal(department.region.name, lang=vocabulary.language_tag())))
    graph.add((place, SKOS.notation, Literal(department.region.code)))
    return place


def _agent(graph: Graph, department: Department) -> URIRef:
    agent = URIRef(f"urn:shuyuan:department:{department.code}")
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(department.name, lang=vocabulary.language_tag())))
    return agent


def _contact(graph: Graph, department: Department) -> URIRef:
    contact = URIRef(f"urn:shuyuan:department:{department.code}:contact")
    # The shapes of DCAT-AP ask for the general class and know no subclasses.
    graph.add((contact, RDF.type, VCARD.Kind))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(department.data_office or department.name)))
    graph.add((contact, VCARD["organization-name"], Literal(department.name)))
    return contact
