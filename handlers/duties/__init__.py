"""What the charter wants done 定期: how often is an implementing rule, whoever is responsible is reminded, 定期事项 shows it."""

from handlers.duties import doing
from handlers.duties.desk import router

__all__ = ["doing", "router"]
