"""Addresses of accounts. Names that begin with `account_` and `mfa_` are allauth's, which leads from one to the next.
Its pages about passwords are left out, since there are none."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.decorators.cache import never_cache

from lnrs_web.accounts import people_views, views
from lnrs_web.accounts.guard import for_people, shows_picture
from lnrs_web.accounts.passkeys import runs_script, sign_in
from lnrs_web.pages.limits import limited

TEN_MINUTES_S = 600
asks = limited("sign in", times=20, seconds=TEN_MINUTES_S, methods=("POST",))
tries = limited("try a code", times=30, seconds=TEN_MINUTES_S, methods=("POST",))

urlpatterns = [
    path("", views.home, name="account"),
    path("my-data.json", views.my_data, name="account_my_data"),
    path("consents/<uuid:public_id>/withdraw/", views.withdraw, name="account_withdraw"),
    path("delete/", views.delete, name="account_delete"),
    path("deleted/", views.deleted, name="account_deleted"),
    path("invitations/<str:key>/", people_views.invitation, name="invitation"),
    path("sign-in/", asks(allauth.request_login_code), name="account_login"),
    path("sign-in/", asks(allauth.request_login_code), name="account_request_login_code"),
    path("sign-in/code/", tries(allauth.confirm_login_code), name="account_confirm_login_code"),
    path("sign-in/second-factor/", runs_script(tries(second_factor.authenticate)), name="mfa_authenticate"),
    path("sign-in/passkey/", runs_script(tries(sign_in)), name="mfa_login_webauthn"),
    path("sign-out/", never_cache(allauth.logout), name="account_logout"),
    path("closed/", allauth.account_inactive, name="account_inactive"),
    path(
        "again/", never_cache(asks(allauth.request_reauthentication_code)), name="account_request_reauthentication_code"
    ),
    path("again/code/", tries(allauth.confirm_reauthentication_code), name="account_confirm_reauthentication_code"),
    path("again/second-factor/", never_cache(tries(second_factor.reauthenticate)), name="mfa_reauthenticate"),
    path("again/passkey/", runs_script(tries(webauthn.reauthenticate_webauthn)), name="mfa_reauthenticate_webauthn"),
    path("second-factor/passkeys/", for_people(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", runs_script(for_people(tries(webauthn.add_webauthn))), name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-factor/passkeys/<int:pk>/rename/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/", for_people(second_factor.index), name="mfa_index"),
    path("second-factor/app/", shows_picture(tries(totp.activate_totp)), name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "second-factor/recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]
