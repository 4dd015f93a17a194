"""A GGUF file served inside this process on a loopback port, so that there is one door to models.

Needs the extra ``local`` (xllamacpp, prebuilt llama.cpp). Nothing is downloaded.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from rag.errors import ModelNotConfiguredError, ModelServerError

_servers: dict[tuple[Path, int], Any] = {}
_lock = threading.Lock()


def serve_gguf(path: Path, context: int) -> str:
    """Load the model once for the life of the process; the base URL of its endpoint.

    ``context`` is in tokens. Raises ModelNotConfiguredError when the file or the extra is
    missing, ModelServerError when llama.cpp cannot load the file.
    """
    if not path.is_file():
        raise ModelNotConfiguredError(f"找不到模型文件 {path}。", "请检查 ZHUBI_MODEL_GGUF。")
    with _lock:
        key = (path.resolve(), context)
        if key not in _servers:
            _servers[key] = _start(key[0], context)
        address: str = _servers[key].listening_address
    return f"{address}/v1" if address.startswith("http") else f"http://{address}/v1"


def _start(path: Path, context: int) -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelNotConfiguredError(
            "没有安装本地模型组件。", '请运行 pip install "zhubi[local]"，或改用模型接口地址。'
        ) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.verbosity = 0
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise ModelServerError(
            f"本地模型 {path.name} 无法加载。", "请确认它是完整的 GGUF 文件，且内存足够。"
        ) from error
