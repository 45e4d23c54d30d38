"""`xiaoxin places import | list | sheet`: rooms and devices with a QR code."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.base import Database

app = typer.Typer(help="地点和报修二维码 / Places and their QR codes.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]
Building = Annotated[str, typer.Option("--building", help="只要这栋楼的 / Of this building only.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="地点,设备,楼宇 / place,device,building: .csv .xlsx")],
    as_json: AsJson = False,
) -> None:
    """导入地点表；有一行不对就整表不导入 / Import a list; one bad row and nothing is imported."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.places.importing import import_rows, read
    from handlers.tables import BadList
    from handlers.texts import Text

    try:
        rows = read(file)
    except BadList as bad:
        zh = "\n".join(f"第 {one.line} 行：{one.reason.zh}" if one.line else one.reason.zh for one in bad.problems)
        en = "\n".join(f"Line {one.line}: {one.reason.en}" if one.line else one.reason.en for one in bad.problems)
        raise Problem(
            Text(
                f"{zh}\n没有导入任何地点，请改好后再试。", f"{en}\nNothing was imported; please correct and try again."
            )
        ) from None
    with open_database(Settings()) as database, database.write() as tx:
        added, known = import_rows(tx, rows, datetime.now(UTC))
    if as_json:
        tell_json({"added": added, "known": known})
        return
    tell(Text(
        f"新增 {added} 处，原有 {known} 处。用 xiaoxin places sheet --out 二维码.pdf 打印。",
        f"{added} added, {known} known. Print them with `xiaoxin places sheet --out codes.pdf`.",
    ))  # fmt: skip


@app.command("list")
def list_(building: Building = "", as_json: AsJson = False) -> None:
    """登记的地点和编码 / The places and their codes."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell, tell_json
    from bot.settings import Settings
    from storage import places

    with open_database(Settings()) as database, database.read() as tx:
        found = list(places.registered(tx, building, 100_000))
    if as_json:
        tell_json([{"code": p.code, "place": p.name, "device": p.device, "building": p.building} for p in found])
        return
    for place in found:
        tell(f"{place.code}\t{place.name}\t{place.device or '—'}\t{place.building or '—'}")


@app.command()
def sheet(
    out: Annotated[Path, typer.Option("--out", help="PDF 文件 / The PDF file.")], building: Building = ""
) -> None:
    """把报修二维码排成可打印的 A4 / The QR codes as A4 pages to print."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell
    from bot.settings import Settings
    from handlers.places import texts
    from handlers.places.links import Doors
    from handlers.places.sheet import draw
    from handlers.texts import Text
    from storage import places
    from storage import settings as facts

    settings = Settings()
    with open_database(settings) as database:
        with database.read() as tx:
            doors = Doors(str(facts.get(tx, "telegram.username", "")), settings.public_url)
        if settings.has_wechat:
            _ask_for_scenes(settings, database, building)
        with database.read() as tx:
            found = list(places.registered(tx, building, 100_000))
        if not found:
            raise Problem(texts.NONE_THERE(within=building) if building else texts.NONE)
        if not any(doors.of(place) for place in found):
            raise Problem(texts.NO_CHANNEL)
    try:
        out.write_bytes(draw(found, doors, settings.language))
    except OSError as cause:
        raise Problem(Text(f"写不了 {out}：{cause.strerror}", f"Cannot write {out}: {cause.strerror}")) from None
    tell(texts.SHEET(count=len(found), within=building or texts.ALL))
    tell(str(out))


def _ask_for_scenes(settings: "Settings", database: "Database", building: str) -> None:
    """The Official Account makes one lasting code for each place; what it refuses is printed without."""
    from bot.commands.saying import tell
    from bot.platforms.wechat_account import WeChatAccount, connect, scene_address
    from bot.platforms.wechat_connection import PlatformError
    from handlers.places.links import MARK
    from handlers.texts import Text
    from storage import places

    account = WeChatAccount(
        settings.wechat_app_id, settings.wechat_app_secret.get_secret_value(), api_url=settings.wechat_api_url
    )
    connection = connect(account)
    try:
        with database.read() as tx:
            missing = [place for place in places.registered(tx, building, 100_000) if not place.wechat_url]
        for place in missing:
            address = scene_address(connection, f"{MARK}{place.code}")
            with database.write() as tx:
                tx.get_one(places.Place, place.id).wechat_url = address
    except PlatformError as cause:
        tell(
            Text(f"公众号没有给出二维码（{cause}），先不印公众号的码。", f"No codes of the Official Account ({cause}).")
        )
    finally:
        connection.close()
