"""The address of the board, below the trial's."""

from __future__ import annotations

from django.urls import path

from dosepath.web.board import views

app_name = "board"

urlpatterns = [path("board/", views.board, name="board")]
