from cityorchestra.tests.window.test_rudi_dock_words import *
def test_x(used):
    panel = used.panel
    menu = panel.chosen.menu()
    panel.card.cite_button.menu().aboutToShow.emit()
    data=data_of(panel)
    for part in [used, panel._dialog, menu]:
        for item in [part, *part.findChildren(QWidget)]:
            if foreign(item): continue
            for t in own_texts(item) if "own_texts" in globals() else texts(item):
                r = unmarked(t, data)
                if r: print(type(item).__name__, type(item.parent()).__name__, repr(sorted(r))[:300])
