"""Image, compose file and the deployment page fit the program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from rag.settings import Settings
from rag.web.gate import WHO

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "部署.md").read_text(encoding="utf-8")
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
KNOWN = {f"ZHUBI_{name.upper()}" for name in Settings.model_fields} | {"ZHUBI_DB_PASSWORD"}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_every_setting_named_for_a_deployment_exists() -> None:
    for text in (PAGE, IMAGE, (ROOT / "compose.yaml").read_text(encoding="utf-8")):
        assert set(re.findall(r"ZHUBI_\w+", text)) <= KNOWN


def test_replicas_share_home_database_and_vectors() -> None:
    services = compose()["services"]
    replicas = {name: one for name, one in services.items() if name.startswith("app")}
    assert len(replicas) == 2
    assert replicas["app1"] == replicas["app2"]
    environment = replicas["app1"]["environment"]
    assert {"ZHUBI_DATABASE_URL", "ZHUBI_CHROMA_URL"} <= set(environment)
    assert "@database:5432/" in environment["ZHUBI_DATABASE_URL"]
    assert environment["ZHUBI_CHROMA_URL"] == "http://vectors:8000"
    used = {volume.split(":")[0] for one in services.values() for volume in one.get("volumes", ())}
    assert used == set(compose()["volumes"])


def test_the_replicas_believe_the_proxy_and_are_reached_by_nobody_else() -> None:
    for name, one in compose()["services"].items():
        if name.startswith("app"):
            assert one["environment"]["FORWARDED_ALLOW_IPS"] == "*"
            assert "ports" not in one
    assert "export FORWARDED_ALLOW_IPS=" in PAGE


def test_the_proxy_knows_every_replica_and_asks_for_its_health() -> None:
    proxy = compose()["configs"]["proxy"]["content"]
    names = [name for name in compose()["services"] if name.startswith("app")]
    assert all(f"{name}:{Settings.model_fields['port'].default}" in proxy for name in names)
    assert "lb_policy cookie" in proxy
    assert f"health_uri {WHO}" in proxy
    assert f"127.0.0.1:7860{WHO}" in IMAGE


def test_no_password_is_written_down() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert all(
        "${ZHUBI_DB_PASSWORD" in line for line in re.findall(r".*(?:PASSWORD:|://\w+:\S*@).*", text)
    )


def test_the_image_copies_what_there_is_and_does_not_run_as_root() -> None:
    context = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert f"!{name}\n" in context
    assert re.search(r"^USER zhubi$", IMAGE, re.MULTILINE)
