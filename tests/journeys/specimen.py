"""One page with every component in every state, for eyes and for the accessibility check."""

from datetime import date

from django import forms
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from shuyuan.config.urls import urlpatterns as real
from shuyuan.kernel.verdict import Reason
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

PAGE = """{% extends "web/base.html" %}{% load shuyuan %}
{% block title %}样张{% endblock %}
{% block crumbs %}{% crumb "上一级" "/" %}{% crumb "样张" %}{% endblock %}
{% block content %}
{% pageheader "全部组件" "每种状态一次" %}
  <button class="btn" type="button" data-dialog="stop">打开确认框</button>
  <a class="btn btn-primary" href="/">主要操作</a>
{% endpageheader %}
{% notice "info" %}<p>一般说明</p>{% endnotice %}{% notice "done" %}<p>已经完成</p>{% endnotice %}
{% notice "waiting" %}<p>需要办理</p>{% endnotice %}{% notice "refused" %}<p>不能办理</p>{% endnotice %}
{% tabs tabs %}
{% steps steps %}
{% card "状态" icon="flag" %}
  <p>{% status "草稿" %} {% status "进行中" "info" "refresh" %} {% status "已发布" "done" "check" %}
  {% status "待审核" "waiting" "clock" %} {% status "已拒绝" "refused" "ban" %}
  {% status "超期" "overdue" %}</p>
  <p>{% light "normal" %} {% light "near" %} {% light "overdue" %}</p>
  <p>{% deadline day remaining=8 cites="jz-data-2020/14.2" why="/" %}</p>
  <p>{% deadline day remaining=2 cites="jz-data-2020/14.2" %}</p>
  <p>{% deadline day remaining=-2 cites="jz-data-2020/14.2" provisional=True %}</p>
  <p>{% term "共享类型" "分为无条件共享、有条件共享和不予共享三种。" %}</p>
  {% progress 420 1000 note="正在检查" %}
{% endcard %}
{% card "事实" icon="list-details" %}{% facts facts %}{% endcard %}
{% card "理由" %}{% reasons reasons %}{% endcard %}
{% card "办理记录" icon="history" %}{% timeline entries %}{% endcard %}
{% card "代码" icon="code" %}
  {% code %}curl -X POST https://example.invalid/v1/data/307001-1/lookup{% endcode %}
  <p>{% copy "307001/1" %}</p>{% endcard %}
{% card "图" icon="chart-bar" %}{% bars bars "各部门的条目数" %}{% sparkline values "近七日" %}{% endcard %}
{% card "表单" icon="edit" %}
  <form class="sy-form" method="post">{% fields form %}</form>
{% endcard %}
{% listing page %}
{% card %}
  {% empty "暂无内容" "这里会列出新的事项。" %}<a class="btn" href="/">下一步</a>{% endempty %}
{% endcard %}
{% confirm "stop" "/specimen/" "停止授权" reason="理由" danger=True %}
  <p>授权将立即停止使用。</p>
{% endconfirm %}
{% endblock %}"""


class SpecimenForm(forms.Form):
    """Every kind of field, wrong where it can be."""

    name = forms.CharField(label="名称", help_text="十个字以内", max_length=10)
    text = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲类"), ("b", "乙类")])
    way = forms.ChoiceField(label="方式", choices=[("a", "接口"), ("b", "下载")], widget=forms.RadioSelect)
    uses = forms.MultipleChoiceField(
        label="用途", choices=[("a", "核验"), ("b", "统计")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="内容属实")
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    file = forms.FileField(label="文件", help_text="CSV 或 XLSX，不超过 4 GB")


class SpecimenList(Listing):
    """A list over whatever sessions there are."""

    name = "specimens"
    columns = (
        Column("key", "编号", value="session_key", sort="session_key", main=True, href=lambda row: "/"),
        Column("length", "长度", value=lambda row: len(row.session_data), number=True),
        Column("expires", "到期", value="expire_date", sort="expire_date"),
    )
    filters = (
        Text("q", "编号", ("session_key__icontains",)),
        Choice("kind", "类型", [("a", "甲类")], field="session_key__startswith"),
        Dates("expires", "到期", "expire_date", moments=True),
    )
    per_page = 5


def specimen(request):
    listing = SpecimenList(request, Session.objects.order_by("pk"))
    if "export" in request.GET:
        return listing.respond("web/base.html")
    context = {
        "page": listing.page(),
        "day": date(2026, 11, 23),
        "tabs": [("全部", "/specimen/"), ("我的", "/specimen/?mine=1", 3)],
        "steps": [("提交", "done"), ("审核", "now", "剩 3 个工作日"), ("发布", "next"), ("停止", "stopped")],
        "facts": [("代码", "307001/1"), ("摘要", "很长的说明" * 12, "wide"), ("空的", "")],
        "reasons": [Reason("no_data_officer", "jz-data-2020/5.2")],
        "entries": [
            {"title": "提交审核", "at": request.legal.now, "who": "李明轩", "cites": "jz-data-2020/10.1"},
            {"title": "退回", "who": "王若溪", "text": "补充法律依据", "tone": "refused"},
        ],
        "bars": [("虚拟市公安局", 42), ("虚拟市民政局", 17), ("虚拟市医保局", 0)],
        "values": [3, 5, 2, 8, 9, 4, 7],
        "form": SpecimenForm({"name": "超过十个字的一个名称啊"}),
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("specimen/", specimen), *real]
