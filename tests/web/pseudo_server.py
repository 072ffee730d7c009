"""The app with the tests' own language besides, whose catalogue lies in the folder given: `pseudo_server.py FOLDER`."""

import json
import sys
from pathlib import Path

import pseudo


def said_longer(texts):
    """Return texts of the session runner in the language; one with several forms has them all."""
    return {
        key: pseudo.pseudo(text)
        if isinstance(text, str)
        else {form: pseudo.pseudo(said) for form, said in text.items()}
        for key, text in texts.items()
    }


if __name__ == "__main__":
    from preex.web import language, settings
    from preex.web.serve import prepare, serve

    vars(settings).update(pseudo.settings_for(sys.argv[1]))
    prepare()
    from preex.web.pages import session_data

    english = language._exercise_names("en")
    longer = {key: pseudo.pseudo(name) for key, name in english.items()}
    language._exercise_names = lambda _: longer
    german = json.loads((Path(language.__file__).parent / "locale/de/session.json").read_text(encoding="utf-8"))
    session_data.texts_of_session = lambda: said_longer(german)
    serve(port=0)
