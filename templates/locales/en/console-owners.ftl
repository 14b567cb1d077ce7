# The owners of an app, who administer it.
console_owners_tab = Owners
console_owners_lead = Owners administer this app alone: its roles and the requests for these, its secrets, how it looks and where it is. Who else it lets in and what it learns of users stays with administrators.
console_owners_none = Nobody owns this app. Administrators alone change it.
console_owners_since = Owner since
console_owners_by_file = named by a file
console_owners_add = Add owner
console_owners_add_effect = The user administers this app in the console and by the API: they give its roles, decide requests for these, make and revoke its secrets, and change how it looks and where it is.
console_owners_remove = Remove owner
console_owners_remove_effect = The user administers this app no more. What they gave and changed stays.
console_owners_earlier = Earlier owners
console_owners_until = Owner until
