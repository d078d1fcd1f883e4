"""The portal: Django pages and the API. Thin: every answer comes from `kapok.services` through `gateway`."""
