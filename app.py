"""Start the page: ``python app.py`` is the same as ``zhubi serve``."""

import sys

from rag.errors import ZhubiError
from rag.settings import load_settings
from rag.web.app import serve


def main() -> None:
    """Open the page; an error is a sentence, not a traceback."""
    try:
        serve(load_settings(), open_browser=True)
    except ZhubiError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
