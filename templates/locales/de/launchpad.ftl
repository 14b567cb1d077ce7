launchpad_page = Ihre Apps · { $organization }
launchpad_title = Ihre Apps
launchpad_none = Hier gibt es noch keine Apps. Ihr Administrator kann dieser Seite Apps hinzufügen.
