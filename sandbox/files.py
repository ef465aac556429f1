"""Files as the Web API shows them."""

from sandbox.records import JSON
from sandbox.team import Team


def shown_file(team: Team, name: str) -> JSON:
    file = team.files[name]
    address = f"{team.address}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.size,
        "user": file.user,
        "created": file.created,
        "mimetype": file.mimetype,
        "filetype": file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "binary",
        "alt_txt": file.alt_text,
        "mode": "hosted",
        "is_external": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": file.channels,
    }
