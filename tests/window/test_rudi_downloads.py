"""The queue of downloads: checked, two at once, paused and resumed after a restart, cancelled without a trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.rudi.download_jobs import Speed, State
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, portal_connection
from cityorchestra.tests.window.download_support import (
    MEGA,
    SLOW,
    address,
    announced,
    digest,
    files,
    until,
    until_some_came,
)
from qgis.core import QgsApplication

# --- one file ----------------------------------------------------------------------------------------------------


def test_a_file_comes_and_is_verified(queue, make_job, qtbot, list_path):
    job = make_job("trees.bin", 3 * MEGA)
    with qtbot.waitSignal(queue.completed, timeout=TIMEOUT_MS) as blocker:
        assert queue.add(job) is job
    assert blocker.args == [job]
    assert (job.state, job.status) == (State.DONE, "verified")
    assert digest(job.target) == announced(job)
    assert files(job) == ["trees.bin"]
    assert job.received == 3 * MEGA
    assert json.loads(list_path.read_text(encoding="utf-8"))["downloads"] == []


def test_a_dropped_connection_goes_on_where_it_was(queue, make_job, rudi_server, qtbot):
    job = make_job("cut.bin", 2 * MEGA)
    rudi_server.fault(address("cut.bin"), "drop@700000")
    queue.add(job)
    until(qtbot, job, State.DONE)
    first, *others = rudi_server.requests(address("cut.bin"))  # Qt may ask once more by itself in between
    assert "Range" not in first["headers"]
    assert others[-1]["headers"]["Range"].startswith("bytes=")
    assert int(others[-1]["headers"]["Range"][6:-1]) > 0
    assert digest(job.target) == announced(job)


def test_a_file_without_checksum_is_told(queue, make_job, qtbot):
    job = make_job("plain.bin", 1000, checksum=None)
    queue.add(job)
    until(qtbot, job, State.DONE)
    assert job.status == "unverifiable"
    assert "no checksum" in job.sentence


def test_a_size_that_differs_is_told(queue, make_job, qtbot):
    job = make_job("size.bin", 1000, file_size=999)
    queue.add(job)
    until(qtbot, job, State.DONE)
    assert "size" in job.sentence


def test_a_wrong_file_is_kept_aside(queue, make_job, rudi_server, qtbot):
    job = make_job("other.bin", 50000)
    rudi_server.fault(address("other.bin"), "hash")
    with qtbot.waitSignal(queue.failed, timeout=TIMEOUT_MS):
        queue.add(job)
    assert job.state is State.QUARANTINED
    assert files(job) == ["other.bin.bad"]
    assert "other.bin.bad" in job.sentence
    # The next try may bring the right one...
    queue.resume(job.key)
    until(qtbot, job, State.DONE)
    assert digest(job.target) == announced(job)


def test_a_refusal_after_a_wrong_file_is_no_wrong_file(queue, make_job, rudi_server, qtbot):
    job = make_job("other.bin", 50000)
    rudi_server.fault(address("other.bin"), "hash")
    queue.add(job)
    until(qtbot, job, State.QUARANTINED)
    rudi_server.fault(address("other.bin"), "404")
    queue.resume(job.key)
    until(qtbot, job, State.FAILED)


def test_a_web_page_is_no_file(queue, make_job, rudi_server, qtbot):
    job = make_job("page.bin", 50000)
    rudi_server.fault(address("page.bin"), "html")
    queue.add(job)
    until(qtbot, job, State.FAILED)
    assert "web page" in job.sentence
    assert files(job) == []


def test_a_file_beyond_the_limit_is_refused(queue, make_job, qtbot):
    job = make_job("huge.bin", 3 * MEGA, max_mb=1.0)
    queue.add(job)
    until(qtbot, job, State.FAILED)
    assert "1 MB are allowed" in job.sentence
    assert "huge.bin" not in files(job)


def test_a_name_stays_in_its_folder(queue, make_job, qtbot, tmp_path):
    job = make_job("away.bin", 1000, file_name="../../away.bin")
    queue.add(job)
    until(qtbot, job, State.DONE)
    assert Path(job.target).parent == tmp_path / "files"


def test_a_medium_that_is_gone_is_told(queue, make_job, qtbot):
    job = make_job("gone.bin", 1000)
    job.media_id = "another"
    queue.add(job)
    until(qtbot, job, State.FAILED)
    assert "no longer has this file" in job.sentence


def test_a_file_looked_at_before_is_not_fetched_again(queue, make_job, rudi_server, qtbot):
    first = make_job("look.bin", 5000, for_a_look=True)
    queue.add(first)
    until(qtbot, first, State.DONE)
    second = make_job("look.bin", 5000, for_a_look=True)
    queue.add(second)
    until(qtbot, second, State.DONE)
    assert len(rudi_server.requests(address("look.bin"))) == 1
    assert second.status == "verified"
    # ... unless what is there is not what the catalogue announces any more.
    Path(second.target).write_bytes(b"spoilt")
    third = make_job("look.bin", 5000, for_a_look=True)
    queue.add(third)
    until(qtbot, third, State.DONE)
    assert digest(third.target) == announced(third)


# --- pause, cancel, restart ---------------------------------------------------------------------------------------


def test_a_pause_keeps_what_came(queue, make_job, rudi_server, qtbot):
    job = make_job("pause.bin", 4 * MEGA)
    rudi_server.fault(address("pause.bin"), SLOW)
    queue.add(job)
    until_some_came(qtbot, job)
    queue.pause(job.key)
    until(qtbot, job, State.PAUSED)
    part = Path(job.target + ".part")
    kept = part.stat().st_size
    assert 0 < kept < 4 * MEGA
    queue.resume(job.key)
    until(qtbot, job, State.DONE)
    assert rudi_server.requests(address("pause.bin"))[-1]["headers"]["Range"] == f"bytes={kept}-"
    assert digest(job.target) == announced(job)
    assert files(job) == ["pause.bin"]


def test_a_pause_outlives_qgis(make_queue, make_job, rudi_server, opener, qtbot):
    before = make_queue()
    job = make_job("restart.bin", 4 * MEGA)
    rudi_server.fault(address("restart.bin"), SLOW)
    before.add(job)
    until_some_came(qtbot, job)
    before.unload()
    asked = len(rudi_server.requests(address("restart.bin")))
    after = make_queue()
    (again,) = after.model.jobs
    assert (again.state, again.record, again.key) == (State.PAUSED, None, job.key)
    assert again.received == Path(job.target + ".part").stat().st_size > 0
    assert len(rudi_server.requests(address("restart.bin"))) == asked, "nothing is asked before the user resumes"
    after.resume(again.key)
    until(qtbot, again, State.DONE)
    assert rudi_server.requests(address("restart.bin"))[-1]["headers"]["Range"] != "bytes=0-"
    assert digest(again.target) == announced(job)


def test_what_only_waited_outlives_qgis_too(make_queue, make_job, rudi_server, qtbot):
    before = make_queue()
    jobs = [make_job(f"wait{number}.bin", 4 * MEGA) for number in range(3)]
    for job in jobs:
        rudi_server.fault(address(job.media_name), SLOW)
        before.add(job)
    qtbot.waitUntil(lambda: sum(job.state is State.RUNNING for job in jobs) == 2, timeout=TIMEOUT_MS)
    assert jobs[2].state is State.WAITING
    before.unload()
    assert [job.state for job in jobs] == [State.PAUSED] * 3
    assert [job.media_name for job in make_queue().model.jobs] == ["wait0.bin", "wait1.bin", "wait2.bin"]


def test_a_cancel_deletes_the_part(queue, make_job, rudi_server, qtbot, list_path):
    job = make_job("cancel.bin", 4 * MEGA)
    rudi_server.fault(address("cancel.bin"), SLOW)
    queue.add(job)
    until_some_came(qtbot, job)
    assert "cancel.bin.part" in files(job)
    queue.cancel(job.key)
    until(qtbot, job, State.CANCELLED)
    assert files(job) == []
    assert job.received == 0
    assert json.loads(list_path.read_text(encoding="utf-8"))["downloads"] == []
    queue.resume(job.key)
    until(qtbot, job, State.DONE)
    assert digest(job.target) == announced(job)


@pytest.mark.parametrize("how", ["cancel", "remove"])
def test_what_is_paused_can_be_given_up(queue, make_job, rudi_server, qtbot, how):
    job = make_job("later.bin", 4 * MEGA)
    rudi_server.fault(address("later.bin"), SLOW)
    queue.add(job)
    until_some_came(qtbot, job)
    queue.pause(job.key)
    until(qtbot, job, State.PAUSED)
    getattr(queue, how)(job.key)
    assert files(job) == []
    assert len(queue.model.jobs) == (1 if how == "cancel" else 0)


def test_a_cancel_of_what_is_complete_leaves_the_file(queue, make_job, qtbot):
    job = make_job("whole.bin", 1000)
    queue.add(job)
    until(qtbot, job, State.DONE)
    queue.cancel(job.key)
    queue.remove(job.key)
    assert files(job) == ["whole.bin"]
    assert not queue.model.jobs


def test_a_cancel_in_the_task_manager_is_a_pause(queue, make_job, rudi_server, qtbot):
    job = make_job("task.bin", 4 * MEGA)
    rudi_server.fault(address("task.bin"), SLOW)
    queue.add(job)
    until_some_came(qtbot, job)
    QgsApplication.taskManager().cancelAll()
    until(qtbot, job, State.PAUSED)
    assert "task.bin.part" in files(job)


def test_two_at_once_and_no_more(queue, make_job, rudi_server, qtbot):
    jobs = [make_job(f"many{number}.bin", 300000) for number in range(5)]
    at_once, counts = [], []
    queue.activeChanged.connect(counts.append)
    queue.model.dataChanged.connect(lambda *_: at_once.append(sum(job.state is State.RUNNING for job in jobs)))
    for job in jobs:
        rudi_server.fault(address(job.media_name), SLOW)
        queue.add(job)
    qtbot.waitUntil(lambda: all(job.state is State.DONE for job in jobs), timeout=TIMEOUT_MS)
    assert max(at_once) == 2
    assert (max(counts), counts[-1]) == (5, 0)
    assert all(digest(job.target) == announced(job) for job in jobs)


def test_one_at_once_where_the_user_prefers(queue, make_job, rudi_server, qtbot):
    settings.DOWNLOADS_AT_ONCE.set_value(1)
    jobs = [make_job(f"one{number}.bin", 200000) for number in range(3)]
    at_once = []
    queue.model.dataChanged.connect(lambda *_: at_once.append(sum(job.state is State.RUNNING for job in jobs)))
    for job in jobs:
        queue.add(job)
    qtbot.waitUntil(lambda: all(job.state is State.DONE for job in jobs), timeout=TIMEOUT_MS)
    assert max(at_once) == 1


def test_the_same_file_is_downloaded_once(queue, make_job, rudi_server, qtbot):
    job = make_job("same.bin", 4 * MEGA)
    rudi_server.fault(address("same.bin"), SLOW)
    queue.add(job)
    again = make_job("same.bin", 4 * MEGA, add_when_done=True)
    assert queue.add(again) is job
    assert job.add_when_done
    elsewhere = make_job("same.bin", 4 * MEGA, folder="other")
    assert queue.add(elsewhere) is elsewhere
    assert len(queue.model.jobs) == 2


def test_what_failed_is_tried_again_with_the_account_of_now(queue, make_job, rudi_server, qtbot):
    job = make_job("denied.bin", 1000)
    rudi_server.fault(address("denied.bin"), "403", times=2)  # without token, then with an anonymous one
    queue.add(job)
    until(qtbot, job, State.FAILED)
    again = make_job("denied.bin", 1000)
    again.connection = portal_connection(rudi_server, "abc1234")
    assert queue.add(again) is job
    assert job.connection.authcfg == "abc1234"
    until(qtbot, job, State.DONE)


# --- what it costs -----------------------------------------------------------------------------------------------


def test_nothing_ticks_when_nobody_looks(queue, make_job, rudi_server, qtbot):
    job = make_job("timer.bin", 4 * MEGA)
    rudi_server.fault(address("timer.bin"), SLOW)
    queue.add(job)
    until_some_came(qtbot, job)
    assert not queue._timer.isActive()
    queue.set_visible(True)
    assert queue._timer.isActive()
    queue.set_visible(False)
    assert not queue._timer.isActive()
    queue.set_visible(True)
    queue.cancel(job.key)
    until(qtbot, job, State.CANCELLED)
    assert not queue._timer.isActive()


def test_an_unload_leaves_nothing_behind(make_queue, make_job, rudi_server, qtbot):
    queue = make_queue()
    jobs = [make_job(f"leave{number}.bin", 8 * MEGA) for number in range(4)]
    for job in jobs:
        rudi_server.fault(address(job.media_name), SLOW)
        queue.add(job)
    until_some_came(qtbot, jobs[0])
    queue.unload()
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    assert not queue._timer.isActive()


def test_speed_is_that_of_the_last_seconds():
    speed = Speed()
    assert speed.value() is None
    for second in range(10):
        speed.add(1000 * second, now=float(second))
    assert speed.value(now=9.0) == pytest.approx(1000.0)
    assert speed.value(now=11.0) < 1000.0, "a stalled download slows down"
    assert speed.value(now=60.0) is None
    speed.reset()
    assert speed.value(now=9.0) is None
