"""Animations: what is shown when, the colours of a GIF, exact pixels elsewhere, the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import import_module
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageSequence

from reluviz.errors import InputError
from reluviz.figures import FigureOptions, compose_sequence, figure_bytes
from reluviz.figures.animation.frames import changed_box, frames, shots_of
from reluviz.figures.animation.palette import ColorTable, picture_colors
from reluviz.figures.animation.timeline import timeline
from reluviz.fitting.norms import Cancelled
from reluviz.scene.palette import palette

OPTIONS = FigureOptions(size="column", dpi=40, steps="0,2,4", fps=8)
FORMATS = ("gif", "apng", "webp")
THEMES = ("light", "dark")


def writer(format):
    return import_module(f"reluviz.figures.animation.{format}").write


@pytest.fixture(scope="module")
def steps(document):
    return compose_sequence(document("h2"), OPTIONS)


@pytest.fixture(scope="module")
def drawn(steps):
    """The frames that each animation should show."""
    return [pixels for pixels, _ in frames(steps, OPTIONS)]


@pytest.fixture(scope="module", params=FORMATS)
def animation(request, steps):
    return request.param, writer(request.param)(steps, OPTIONS)


def shown(data):
    """Return the frames of a file as they are seen, and how long each stays."""
    film = Image.open(BytesIO(data))
    seen = [
        (np.array(frame.convert("RGBA")), frame.info["duration"]) for frame in ImageSequence.Iterator(film)
    ]
    return [pixels for pixels, _ in seen], [duration for _, duration in seen]


class TestTimeline:
    def test_each_step_is_held_and_the_last_one_longest(self):
        shots = timeline(3, 25)
        held = [shot for shot in shots if shot.share == 0.0]
        assert [shot.step for shot in held] == [0, 1, 2]
        assert held[-1].milliseconds == 2000 > held[0].milliseconds >= 900

    def test_a_motion_starts_and_ends_gently_and_never_goes_back(self):
        shares = [0.0, *(shot.share for shot in timeline(2, 25) if shot.share > 0.0), 1.0]
        assert len(shares) == 16
        steps = np.diff(shares)
        assert (steps > 0).all()
        assert steps[0] < 0.1 * steps.max() > steps[-1]
        assert np.array(shares) + shares[::-1] == pytest.approx(1.0)

    @pytest.mark.parametrize("fps", [1, 12.5, 24, 30, 50])
    @pytest.mark.parametrize("count", [1, 2, 7, 400])
    def test_the_length_is_right_to_a_hundredth_and_every_picture_is_seen(self, fps, count):
        shots = timeline(count, fps)
        assert all(shot.milliseconds >= 10 and shot.milliseconds % 10 == 0 for shot in shots)
        assert {shot.step for shot in shots} == set(range(count))
        total = sum(shot.milliseconds for shot in shots) / 1000
        assert total >= 2.0
        if count == 7 and fps >= 12:
            assert total == pytest.approx(2.0 + 6 * 1.5, abs=6 * 1.5 / fps)

    def test_many_steps_go_faster(self):
        assert sum(shot.milliseconds for shot in timeline(1000, 25)) / 1000 < 75


class TestColours:
    def test_a_colour_of_the_table_is_found_exactly_and_others_are_near(self):
        table = ColorTable(np.array([[255, 255, 255], [250, 250, 250], [0, 114, 178]], dtype=np.uint8))
        pixels = np.array(
            [[[255, 255, 255], [251, 250, 250], [252, 252, 252], [3, 110, 170]]], dtype=np.uint8
        )
        assert table.indices(pixels).tolist() == [[0, 1, 1, 2]]

    @pytest.mark.parametrize("theme", THEMES)
    def test_all_colours_of_a_picture_are_in_its_table_the_background_first(self, document, theme):
        picture = compose_sequence(document("h2"), FigureOptions(theme=theme))[4]
        colors = picture_colors([picture])
        named = [picture.background, picture.text_color, *picture.panels[0].layer("units").colors]
        assert 100 < len(colors) <= 255
        assert colors[0].tobytes() == bytes.fromhex(picture.background[1:])
        for color in named:
            assert list(bytes.fromhex(color[1:])) in colors.tolist()

    def test_what_differs_is_found_and_something_is_where_nothing_does(self):
        different = np.zeros((5, 6), dtype=bool)
        assert changed_box(different) == (slice(0, 1), slice(0, 1))
        different[1, 2] = different[3, 4] = True
        assert changed_box(different) == (slice(1, 4), slice(2, 5))


class TestFiles:
    def test_frames_and_durations_are_those_of_the_timeline(self, animation, steps):
        _, data = animation
        _, durations = shown(data)
        assert durations == [shot.milliseconds for shot in shots_of(steps, OPTIONS)]
        assert len(durations) == 11

    def test_every_frame_shows_what_was_drawn(self, animation, drawn):
        format, data = animation
        seen, _ = shown(data)
        # A table of 255 colours lacks some mixtures where lines cross; the flat colours are all in it.
        most = 60 if format == "gif" else 0
        for pixels, wanted in zip(seen, drawn, strict=True):
            off = np.abs(pixels.astype(int) - wanted.astype(int))
            assert off.max() <= most
            assert off.mean() < 0.5

    def test_the_same_bytes_every_time(self, animation, steps):
        format, data = animation
        assert writer(format)(steps, OPTIONS) == data

    def test_it_starts_again_or_not(self, animation, document):
        format, data = animation
        assert Image.open(BytesIO(data)).info["loop"] == 0
        once = figure_bytes(
            document("h1"), format, FigureOptions(size="column", dpi=20, steps="1,2", loop=False)
        )
        assert Image.open(BytesIO(once)).info.get("loop", 1) == 1

    def test_it_can_be_cancelled_and_says_how_far_it_is(self, animation, steps):
        format, _ = animation
        shares = []

        def watch(share):
            shares.append(share)
            if len(shares) == 3:
                raise Cancelled

        with pytest.raises(Cancelled):
            writer(format)(steps, OPTIONS, watch)
        assert shares == [0.0, *(pytest.approx(index / 11) for index in (1, 2))]

    @pytest.mark.parametrize("theme", THEMES)
    def test_the_background_of_a_gif_is_the_theme_s_in_every_frame(self, document, theme):
        options = FigureOptions(size="column", dpi=40, theme=theme, fps=3, steps="0,1,2")
        seen, _ = shown(figure_bytes(document("h2"), "gif", options))
        background = [*bytes.fromhex(palette(theme).background[1:]), 255]
        for pixels in seen:
            assert pixels[0, 0].tolist() == pixels[-1, -1].tolist() == background
            # Uniform: the margin beside the axes holds nothing else.
            assert (pixels[:, -2:] == background).all()

    def test_a_single_step_is_one_frame(self, document, animation):
        format, _ = animation
        data = figure_bytes(document("h2"), format, FigureOptions(size="column", dpi=20, steps="4"))
        assert getattr(Image.open(BytesIO(data)), "n_frames", 1) == 1

    def test_pictures_without_a_way_between_them_are_only_held(self, steps):
        data = writer("gif")(tuple(steps), OPTIONS)
        assert shown(data)[1] == [shot.milliseconds for shot in timeline(3, 8) if shot.share == 0.0]

    @pytest.mark.parametrize("format", ["apng", "webp"])
    def test_a_transparent_animation_keeps_its_soft_edges(self, document, format):
        options = FigureOptions(size="column", dpi=30, steps="1,2", fps=3, transparent=True)
        steps = compose_sequence(document("h2"), options)
        seen, _ = shown(writer(format)(steps, options))
        for pixels, (wanted, _) in zip(seen, frames(steps, options), strict=True):
            assert (pixels[..., 3] == wanted[..., 3]).all()
            visible = wanted[..., 3] > 0
            assert (pixels[visible] == wanted[visible]).all()

    @pytest.mark.parametrize("format", ["gif", "mp4"])
    def test_a_format_without_soft_edges_refuses_to_be_transparent(self, document, format):
        with pytest.raises(InputError, match="choose APNG or WebP"):
            figure_bytes(document("h2"), format, FigureOptions(transparent=True))

    def test_a_webp_longer_than_webp_can_be_is_refused_before_anything_is_drawn(self, document):
        with pytest.raises(InputError, match="at most 16,383 pixels long, not 28,800"):
            figure_bytes(document("h2"), "webp", FigureOptions(size="24inx2in", dpi=1200))

    @pytest.mark.parametrize("format", FORMATS)
    def test_a_size_in_pixels_is_that_of_every_frame(self, document, format):
        options = FigureOptions(size="426x240px", dpi=150, steps="1,2", fps=4)
        data = figure_bytes(document("h2"), format, options)
        assert {pixels.shape[:2] for pixels in shown(data)[0]} == {(240, 426)}


class TestFilm:
    def test_without_ffmpeg_that_is_said(self, document, monkeypatch, tmp_path):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(InputError, match="MP4 needs ffmpeg, which is not found on the PATH"):
            figure_bytes(document("h2"), "mp4", OPTIONS)

    @pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
    def test_what_ffmpeg_complains_of_is_handed_on(self, document, monkeypatch, tmp_path):
        program = tmp_path / "ffmpeg"
        program.write_text("#!/bin/sh\necho no such encoder >&2\nexit 3\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(InputError, match="could not write the film: no such encoder"):
            figure_bytes(document("h2"), "mp4", OPTIONS)

    @pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
    def test_a_film_lasts_as_long_as_the_animation_and_white_is_white(self, steps, drawn):
        film = writer("mp4")(steps, OPTIONS)
        assert writer("mp4")(steps, OPTIONS) == film
        command = ["ffmpeg", "-v", "error", "-i", "-", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
        done = subprocess.run(command, input=film, capture_output=True, check=True, timeout=60)
        height, width = drawn[0].shape[:2]
        seen = np.frombuffer(done.stdout, dtype=np.uint8).reshape(-1, height, width, 3)
        lasts = sum(shot.milliseconds for shot in shots_of(steps, OPTIONS)) / 1000
        assert len(seen) == round(lasts * OPTIONS.fps)
        assert (seen[:, 0, 0] >= 254).all()
        assert np.abs(seen[-1].astype(int) - drawn[-1][..., :3]).mean() < 3

    @pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
    def test_a_size_in_pixels_is_that_of_the_film(self, document):
        film = figure_bytes(document("h2"), "mp4", FigureOptions(size="426x240px", steps="1,2", fps=4))
        command = [
            "ffmpeg",
            "-v",
            "error",
            "-i",
            "-",
            "-frames:v",
            "1",
            "-f",
            "image2pipe",
            "-c:v",
            "ppm",
            "-",
        ]
        done = subprocess.run(command, input=film, capture_output=True, check=True, timeout=60)
        assert Image.open(BytesIO(done.stdout)).size == (426, 240)
