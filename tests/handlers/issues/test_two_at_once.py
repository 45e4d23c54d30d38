"""Two technicians press 接单 in the same moment, in two threads: exactly one wins, the other is told who."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from handlers.incoming import Pressed
from storage import audit, issues
from tests.conftest import SmallSchool
from tests.stage import Character

ROUNDS = 5


def test_exactly_one_of_two_wins_and_the_other_hears_who(school_on_any: SmallSchool) -> None:
    school = school_on_any
    for number in range(1, ROUNDS + 1):
        school.clock.forward(minutes=11)
        school.li.says(f"高{number}楼{number}02投影仪不亮" if number > 1 else "高二3班投影仪不亮")
        code = f"T-{number:04d}"
        tokens = {
            who.name: next(b.token for b in who.sees(code).card.buttons if b.label == "接单")
            for who in (school.wang, school.zhao)
        }
        start = Barrier(2)

        def press(who: Character, tokens: dict[str, str] = tokens, start: Barrier = start) -> None:
            event = f"race-{who.name}-{tokens[who.name]}"
            school.keep(Pressed(who._who(), event, school.clock.now, tokens[who.name], event))
            start.wait()
            school.dispatcher.process_all(who.platform, who.user_id)

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(press, (school.wang, school.zhao)))
        with school.database.read() as tx:
            issue = issues.find(tx, code)
            assert issue is not None
            assert issue.assignee is not None
            winner = issue.assignee.name
            claims = [entry for entry in audit.history(tx, code) if entry.step == "claim"]
        assert len(claims) == 1
        loser = school.zhao if winner == "王技术" else school.wang
        assert f"{code} 现在是「已受理」，由{winner}于" in loser.everything()[-1].text
