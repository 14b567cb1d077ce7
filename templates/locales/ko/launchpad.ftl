launchpad_page = 내 앱 · { $organization }
launchpad_title = 내 앱
launchpad_none = 아직 앱이 없습니다. 관리자가 이 페이지에 앱을 추가할 수 있습니다.
