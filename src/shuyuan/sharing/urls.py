"""Addresses of sharing."""

from django.urls import path
from django.views.generic import RedirectView

from shuyuan.sharing.views import clients, decisions, grants, queries, receipts, requests

app_name = "sharing"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="sharing:requests"), name="home"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/<str:entry>/", requests.new, name="new"),
    path("requests/<str:number>/", requests.detail, name="request"),
    path("requests/<str:number>/items/", requests.wishes, name="wishes"),
    path("requests/<str:number>/grounds/", requests.grounds, name="grounds"),
    path("requests/<str:number>/check/", requests.check, name="check"),
    path("requests/<str:number>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<str:number>/opinion/", decisions.opinion, name="opinion"),
    path("requests/<str:number>/return/", decisions.send_back, name="return"),
    path("requests/<str:number>/decide/", decisions.decide, name="decide"),
    path("grants/", grants.grant_list, name="grants"),
    path("grants/<str:number>/", grants.detail, name="grant"),
    path("grants/<str:number>/tighten/", grants.tighten, name="tighten"),
    path("grants/<str:number>/suspend/", grants.suspend, name="suspend"),
    path("grants/<str:number>/resume/", grants.resume, name="resume"),
    path("grants/<str:number>/revoke/", grants.revoke, name="revoke"),
    path("grants/<str:number>/api/", grants.api, name="api"),
    path("grants/<str:number>/query/", queries.query, name="query"),
    path("receipts/verify/", receipts.verify, name="verify"),
    path("clients/", clients.client_list, name="clients"),
    path("clients/new/", clients.new, name="new_client"),
    path("clients/<str:client_id>/", clients.detail, name="client"),
    path("clients/<str:client_id>/keys/", clients.add_key, name="add_key"),
    path("clients/<str:client_id>/keys/<str:key_id>/retire/", clients.retire_key, name="retire_key"),
    path("clients/<str:client_id>/deactivate/", clients.deactivate, name="deactivate"),
]
