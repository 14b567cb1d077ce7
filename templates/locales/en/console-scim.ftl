# Apps that users are pushed to by SCIM, in the console.

console_scim = Accounts at apps (SCIM)
console_scim_lead = Apps that get an account for everyone who may use them, and hear at once when somebody may not any more.
console_scim_none = No app gets accounts yet. Add one with the command that follows, a file or the API.
console_scim_compared = Last comparison
console_scim_users_in = Only members of
console_scim_pushed_groups = Groups that are sent
console_scim_accounts = Accounts
console_scim_to_come = Still to come
console_scim_problems = Not as it should be
console_scim_problems_none = The app has everyone as it should.
console_scim_paused = Paused, because the app accepted nothing for a day
console_scim_created = Created
console_scim_updated = Updated
console_scim_deactivated = Deactivated
console_scim_deleted = Deleted
console_scim_unchanged = Unchanged
console_scim_conflict = Conflict
console_scim_failed = Failed
console_scim_compare = Compare everything
console_scim_compare_effect = Each user and group is compared with what the app has, and what differs is put right.
console_scim_pause = Pause
console_scim_pause_effect = Nothing is sent to the app until you resume it. The accounts there stay as they are.
console_scim_resume = Resume
console_scim_resume_effect = Everyone is looked at, and what changed meanwhile is sent to the app.
