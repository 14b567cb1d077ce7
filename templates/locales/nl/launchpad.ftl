launchpad_page = Je apps · { $organization }
launchpad_title = Je apps
launchpad_none = Er zijn hier nog geen apps. Je beheerder kan apps aan deze pagina toevoegen.
