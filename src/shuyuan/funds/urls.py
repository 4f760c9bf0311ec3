"""Addresses of money, under /projects/funds/."""

from django.urls import path

from shuyuan.funds.views import budgets, desk, excuses, payments, year_end

app_name = "funds"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("holds/", desk.holds, name="holds"),
    path("budgets/", budgets.year, name="budgets"),
    path("payments/", payments.payment_list, name="payments"),
    path("payments/<int:payment_id>/", payments.payment, name="payment"),
    path("payments/<int:payment_id>/pay/", payments.pay, name="pay"),
    path("payments/<int:payment_id>/refuse/", payments.refuse, name="refuse"),
    path("payments/<int:payment_id>/withdraw/", payments.withdraw, name="withdraw"),
    path("excuses/", excuses.excuse_list, name="excuses"),
    path("excuses/<int:excuse_id>/decide/", excuses.decide, name="decide_excuse"),
    path("year-end/", year_end.runs, name="runs"),
    path("year-end/<int:run_id>/", year_end.run, name="run"),
    path("year-end/<int:run_id>/progress/", year_end.progress, name="run_progress"),
    path("year-end/<int:run_id>/apply/", year_end.carry_out, name="apply"),
    path("<int:project_id>/", budgets.project, name="project"),
    path("<int:project_id>/review/", budgets.review, name="review"),
    path("<int:project_id>/budget/", budgets.budget, name="budget"),
    path("<int:project_id>/upkeep/", budgets.upkeep, name="upkeep"),
    path("<int:project_id>/request/", payments.request_one, name="request"),
    path("<int:project_id>/excuse/", excuses.excuse, name="excuse"),
]
