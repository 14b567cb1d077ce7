# The page of all apps.

launchpad_page = Your apps · { $organization }
launchpad_title = Your apps
launchpad_none = There are no apps here yet. Your administrator can add apps to this page.
