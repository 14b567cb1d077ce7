launchpad_page = Vos applications · { $organization }
launchpad_title = Vos applications
launchpad_none = Il n’y a encore aucune application ici. Votre administrateur peut en ajouter à cette page.
