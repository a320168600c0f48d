{
    "name": "Client Archive: Credit Control of Deliveries",
    "version": "19.0.1.0.0",
    "summary": "Deliveries of a customer on stop wait for a release; installs itself where goods are delivered",
    "category": "Sales/Archive",
    "author": "Client Archive founders",
    "license": "LGPL-3",
    "depends": ["client_archive_credit", "sale_stock"],
    "data": [
        # delivery
        "views/delivery/stock_picking_views.xml",
        "views/delivery/credit_hold_views.xml",
    ],
    "auto_install": True,
}
