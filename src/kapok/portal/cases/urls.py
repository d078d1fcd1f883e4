"""Addresses of cases: for people, and for everyone."""

from __future__ import annotations

from django.urls import path

from kapok.portal.cases import apply, case_page, deliver, lists, proof, public, verify

urlpatterns = [
    path("apply/", apply.apply_page, name="apply"),
    path("apply/<slug:procedure>", apply.begin_page, name="apply-procedure"),
    path("drafts/<slug:key>", apply.draft_page, name="draft"),
    path("cases/<slug:key>", case_page.case_page, name="case"),
    path("cases/<slug:key>/act/<slug:action>", case_page.action_page, name="case-action"),
    path("cases/<slug:key>/documents/<slug:sha256>", case_page.document_file, name="case-document"),
    path("worklists/<slug:key>", lists.worklist_page, name="worklist"),
    path("deliveries/<slug:key>", deliver.delivery_page, name="delivery"),
    path("notices", public.notices_page, name="notices"),
    path("notices/<slug:key>", public.notice_page, name="notice"),
    path("notices/<slug:key>/documents/<slug:sha256>", public.notice_document, name="notice-document"),
    path("certificates", public.register_page, name="certificates"),
    path("certificates/feed", public.register_feed, name="certificates-feed"),
    path("certificates/<slug:number>", public.entry_page, name="certificate"),
    path("certificates/<slug:number>/proof", proof.certificate_proof, name="certificate-proof"),
    path("verify", verify.verify_page, name="verify"),
    path("verify/<slug:number>", verify.verify_number_page, name="verify-number"),
]
