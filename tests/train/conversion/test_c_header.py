"""The C array of a file, against `xxd -i` and a compiler."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.train.conversion.c_header import c_header


@settings(max_examples=20)
@given(
    content=st.binary(min_size=1, max_size=100),
    name=st.sampled_from(["model_data", "a-b.c", "2nd"]),
)
def test_equals_xxd(content: bytes, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    if shutil.which("xxd") is None:
        pytest.skip("needs xxd")
    folder = tmp_path_factory.mktemp("xxd")
    (folder / name).write_bytes(content)
    expected = subprocess.run(
        ["xxd", "-i", name], cwd=folder, capture_output=True, text=True, check=True
    )
    assert c_header(name, content) == expected.stdout


def test_compiles_to_the_same_bytes(tmp_path: Path) -> None:
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler")
    content = bytes(range(256)) * 3
    (tmp_path / "model_data.h").write_text(c_header("model_data", content))
    (tmp_path / "main.c").write_text(
        '#include "model_data.h"\n#include <stdio.h>\n'
        "int main(void) { fwrite(model_data, 1, model_data_len, stdout); return 0; }\n"
    )
    subprocess.run(["cc", "-Wall", "-Werror", "main.c", "-o", "main"], cwd=tmp_path, check=True)
    written = subprocess.run([tmp_path / "main"], capture_output=True, check=True)
    assert written.stdout == content
