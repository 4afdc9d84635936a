"""The data set's two sources, on small archives made here and on the real excerpt."""

import csv
import gzip
import hashlib
import io
import tarfile
import wave
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from generator.errors import RequestError, ToolError
from generator.train.datasets import audio, download, speech_commands
from generator.train.datasets.speech_commands import archive, excerpt
from generator.train.datasets.speech_commands.clips import split_of
from tests.data import shared

Int16 = npt.NDArray[np.int16]


def ignore(what: str, done: int, total: int) -> None:
    """A progress display that shows nothing."""


def wav(samples: Int16, rate_hz: int = 16_000, channels: int = 1) -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.astype("<i2").tobytes())
    return data.getvalue()


def ramp(length: int, step: int = 1) -> Int16:
    return (np.arange(length) * step % 30_000).astype(np.int16)


def zip_of(path: Path, members: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)


def tar_of(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return path


@pytest.fixture
def small_excerpt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in the excerpt's layout with three words' clips, all WAV."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    train = tmp_path / "data" / excerpt.TRAIN
    zip_of(
        train / "yes.zip",
        {"yes/a_nohash_0.wav": wav(ramp(16_000)), "yes/b_nohash_0.wav": wav(ramp(7_000))},
    )
    zip_of(train / "unknown.zip", {"bed/a_nohash_0.wav": wav(ramp(16_000, 2))})
    zip_of(train / "background_noise.zip", {"_background_noise_/tap.wav": wav(ramp(50_000))})
    rows = "file,split\nyes/a_nohash_0.opus,training\nyes/b_nohash_0.opus,validation\n"
    (train / "MANIFEST.csv.gz").write_bytes(
        gzip.compress((rows + "bed/a_nohash_0.opus,training\n").encode())
    )
    zip_of(
        tmp_path / "data" / excerpt.TEST,
        {"LICENSE": b"CC", "_silence_/1.wav": wav(ramp(16_000)), "no/c_nohash_0.wav": wav(ramp(9))},
    )
    return tmp_path / "data"


def test_excerpt_is_read_by_its_manifest(small_excerpt: Path) -> None:
    data = speech_commands.load(small_excerpt, ignore)
    assert data.training.names == ("bed/a_nohash_0", "yes/a_nohash_0")
    assert data.training.words == ("bed", "yes")
    assert data.validation.names == ("yes/b_nohash_0",)
    assert data.testing.words == ("_silence_", "no")
    np.testing.assert_array_equal(data.validation.samples[0, :7_000], ramp(7_000))
    assert not data.validation.samples[0, 7_000:].any()
    assert [len(noise) for noise in data.noise] == [50_000]


def test_the_second_reading_comes_from_the_cache(small_excerpt: Path) -> None:
    first = speech_commands.load(small_excerpt, ignore)
    (small_excerpt / excerpt.TRAIN / "yes.zip").write_bytes(b"no zip any more")
    second = speech_commands.load(small_excerpt, ignore)
    assert second.training.names == first.training.names
    np.testing.assert_array_equal(second.training.samples, first.training.samples)


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no Speech Commands clips"):
        speech_commands.load(tmp_path, ignore)


def test_archive_keeps_test_speakers_out_and_bounds_other_words(tmp_path: Path) -> None:
    speakers = [f"{index:08x}" for index in range(400)]
    members = {f"./bed/{name}_nohash_0.wav": wav(ramp(100)) for name in speakers}
    members |= {f"./yes/{name}_nohash_0.wav": wav(ramp(100)) for name in speakers}
    members |= {"./_background_noise_/tap.wav": wav(ramp(20_000)), "./README.md": b"text"}
    training = tar_of(tmp_path / "training.tar.gz", members)
    testing = tar_of(tmp_path / "testing.tar.gz", {"./_silence_/7.wav": wav(ramp(16_000))})

    data = archive.decode(training, testing)

    used = data.training.names + data.validation.names
    assert {split_of(name.split("/")[1]) for name in data.training.names} == {"training"}
    assert {split_of(name.split("/")[1]) for name in data.validation.names} == {"validation"}
    kept = [name for name in speakers if split_of(f"{name}_nohash_0.wav") != "testing"]
    assert sum(name.startswith("yes/") for name in used) == len(kept)
    assert sum(name.startswith("bed/") for name in used) <= 150
    assert data.testing.names == ("_silence_/7",)
    assert len(data.noise) == 1


def held_out_rule_agrees_with_the_published_split() -> None:
    manifest = shared(str(excerpt.TRAIN / "MANIFEST.csv.gz"))
    with gzip.open(manifest, "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["split"]]
    assert len(rows) > 8000
    assert all(split_of(row["file"].split("/")[1]) == row["split"] for row in rows)
    with zipfile.ZipFile(shared(str(excerpt.TEST))) as clips:
        names = [name.split("/")[1] for name in clips.namelist() if "_nohash_" in name]
    spoken = [name for name in names if not name[0].isupper()]
    # Clips of `_unknown_` carry their word in front: `backward_<speaker>_nohash_0.wav.wav`.
    speakers = [name.split("_nohash_")[0].split("_")[-1] + "_nohash_0.wav" for name in spoken]
    assert len(speakers) > 800
    assert {split_of(name) for name in speakers} == {"testing"}


def test_download_is_checked_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "clips.tar.gz"
    source.write_bytes(b"sound" * 1000)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    steps: list[tuple[str, int, int]] = []
    wanted = download.Archive(source.as_uri(), digest)

    path = download.fetch(wanted, lambda *step: steps.append(step))

    assert path.read_bytes() == source.read_bytes()
    assert steps[-1] == ("downloading clips.tar.gz", 5000, 5000)
    source.unlink()
    assert download.fetch(wanted, ignore) == path


def test_a_wrong_checksum_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "clips.tar.gz"
    source.write_bytes(b"something else")
    with pytest.raises(ToolError, match="SHA-256") as caught:
        download.fetch(download.Archive(source.as_uri(), "0" * 64), ignore)
    assert caught.value.exit_code == 3
    assert list((tmp_path / "cache" / "generator").iterdir()) == []


def test_no_network_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    missing = download.Archive((tmp_path / "absent.tar.gz").as_uri(), "0" * 64)
    with pytest.raises(ToolError, match="could not be downloaded") as caught:
        download.fetch(missing, ignore)
    assert "--data" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [wav(ramp(100), rate_hz=8000), wav(ramp(100), channels=2), b"RIFF1234", wav(ramp(100))[:30]],
    ids=["wrong rate", "stereo", "no WAV", "cut"],
)
def test_unsuitable_wav_files_are_refused(data: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        audio.decode(data, "clip.wav", 16_000)
    assert caught.value.where == "clip.wav"


@pytest.mark.parametrize(("codec", "exact"), [("FLAC", True), ("OGG", False)])
def test_compressed_clips_decode_to_what_was_recorded(codec: str, exact: bool) -> None:
    soundfile = pytest.importorskip("soundfile", reason="soundfile is not installed")
    recorded = (8000 * np.sin(np.arange(16_000) / 20)).astype(np.int16)
    data = io.BytesIO()
    soundfile.write(data, recorded, 16_000, format=codec, subtype=None if exact else "OPUS")
    decoded = audio.decode(data.getvalue(), "clip", 16_000)
    assert decoded.shape == recorded.shape
    error = decoded.astype(float) - recorded
    assert np.sqrt(np.mean(error**2)) <= (0 if exact else 800)
