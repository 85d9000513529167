"""The two themes. Every pair of colours that is drawn has a contrast that WCAG 2.2 calls AA.

Textual's own light theme has frames of 1.4 to 1 and hints of 2.5; ``tests/tui/test_themes.py`` goes
through the screens and works out what is really drawn.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="themer-dark",
    primary="#2E8BDC",
    secondary="#5BA3E0",
    accent="#FFA62B",
    warning="#FFA62B",
    error="#DA5A78",
    success="#5FCB81",
    foreground="#E6E6E6",
    background="#121212",
    surface="#1E1E1E",
    panel="#24292F",
    dark=True,
    variables={
        "block-cursor-background": "#0062AF",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-blurred-background": "#2F3B47",
        "block-cursor-blurred-foreground": "#FFFFFF",
        "input-selection-background": "#0062AF",
        "scrollbar": "#7F8B96",
        "scrollbar-hover": "#A3AEB8",
        "scrollbar-active": "#C3CCD4",
        "scrollbar-background": "#1A1A1A",
        "scrollbar-background-hover": "#1A1A1A",
        "scrollbar-background-active": "#1A1A1A",
        "scrollbar-corner-color": "#1A1A1A",
    },
)
LIGHT = Theme(
    name="themer-light",
    primary="#004578",
    secondary="#00548F",
    accent="#8A4B00",
    warning="#8A4B00",
    error="#A4213B",
    success="#12652B",
    foreground="#141414",
    background="#F2F2F2",
    surface="#E8E8E8",
    panel="#DCDCDC",
    dark=False,
    variables={
        "block-cursor-background": "#004578",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-blurred-background": "#C3CBD3",
        "block-cursor-blurred-foreground": "#141414",
        "input-selection-background": "#B5CFE6",
        "scrollbar": "#5C6770",
        "scrollbar-hover": "#434C54",
        "scrollbar-active": "#2A3137",
        "scrollbar-background": "#E2E2E2",
        "scrollbar-background-hover": "#E2E2E2",
        "scrollbar-background-active": "#E2E2E2",
        "scrollbar-corner-color": "#E2E2E2",
    },
)
