"""Makes the bundled monospaced font from JetBrains Mono (SIL Open Font License 1.1).

    python3 make_mono.py JetBrainsMono-Regular.ttf HeadscopeMono-Regular.ttf

Needs fontTools. Three things change, and the font gets a name of its own, as the licence asks:
- the marks for white space in tokens are added: open box U+2423, return U+23CE, tab U+21E5;
- ligatures are removed, so that a token such as "->" is shown as the two characters it is;
- the ttfautohint instructions stay, the new glyphs have none.
"""

import sys

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

WIDTH = 600


def glyph(font, polygons):
    pen = TTGlyphPen(font.getGlyphSet())
    for polygon in polygons:
        pen.moveTo(polygon[0])
        for point in polygon[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def box(t):
    """An open box that hangs a little below the line, with walls tall enough to be told from an underscore."""
    left, right, low, high = 60, 540, -150, 170
    return [[(left, high), (left + t, high), (left + t, low + t), (right - t, low + t), (right - t, high),
             (right, high), (right, low), (left, low)]]


def enter(t):
    """Down the right side, then an arrow to the left."""
    y, tip, right = 240, 70, 520
    return [[(right, 600), (right, y - t // 2), (tip + 90, y - t // 2), (tip + 90, y + t // 2), (right - t, y + t // 2),
             (right - t, 600)],
            [(tip, y), (tip + 190, y + 190), (tip + 190, y - 190)]]


def tab(t):
    """An arrow to the right, to a wall."""
    y, left, right = 330, 50, 550
    return [[(left, y - t // 2), (left, y + t // 2), (right - t - 100, y + t // 2), (right - t - 100, y - t // 2)],
            [(right - t - 20, y), (right - t - 200, y - 180), (right - t - 200, y + 180)],
            [(right - t, y - 230), (right - t, y + 230), (right, y + 230), (right, y - 230)]]


def main(source, target):
    font = TTFont(source)
    bold = "Bold" in source
    thick = 95 if bold else 70
    order = font.getGlyphOrder()
    glyphs = {"uni2423": (0x2423, box(thick)), "uni23CE": (0x23CE, enter(thick)), "uni21E5": (0x21E5, tab(thick))}
    for name, (code, shape) in glyphs.items():
        order = order + [name]
        font.setGlyphOrder(order)
        font["glyf"][name] = glyph(font, shape)
        font["hmtx"][name] = (WIDTH, min(x for polygon in shape for x, _ in polygon))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    for table in ("GSUB", "GPOS", "DSIG"):
        if table in font:
            del font[table]
    style = "Bold" if bold else "Regular"
    names = {1: "Headscope Mono", 2: style, 3: "HeadscopeMono-" + style, 4: "Headscope Mono " + style,
             6: "HeadscopeMono-" + style, 16: "Headscope Mono", 17: style}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID == 7:
            font["name"].names.remove(record)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
