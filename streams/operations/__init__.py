"""What operators are handed, made from the declarations: dashboards, manifests, rights, and pages of the manual."""
