"""Story kits: plots written by hand that unfold into thousands of stories in roles, with their plans."""

from story_cli.kits.tables import Kit, KitTables, load_kits, load_tables
from story_cli.kits.unfold import Unfit, unfold, unfold_many

__all__ = ["Kit", "KitTables", "Unfit", "load_kits", "load_tables", "unfold", "unfold_many"]
