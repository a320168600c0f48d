# For `odoo shell`: the web client's bundles, once, into the template database of browser tests. A browser test's own
# transaction is rolled back, so that each would build them anew (8 s). Odoo's _pregenerate_assets_bundles builds
# twice as many.
BUNDLES = {
    "web.assets_web": ("css", "js"),
    "web.assets_frontend": ("css",),
    "web.assets_frontend_minimal": ("js",),
    "web.assets_frontend_lazy": ("js",),
    "web.assets_tests": ("js",),
    "web_tour.automatic": ("css", "js"),
    "web_tour.interactive": ("css", "js"),
}
for name, kinds in BUNDLES.items():
    bundle = env["ir.qweb"]._get_asset_bundle(name, css="css" in kinds, js="js" in kinds)  # noqa: F821
    for kind in kinds:
        getattr(bundle, kind)()
env.cr.commit()  # noqa: F821
