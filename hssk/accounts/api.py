"""API of staff sign-in."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.sign_in import sign_in_staff
from hssk.accounts.tokens import issue_token
from hssk.api.address import address_of


class StaffCredentials(serializers.Serializer[None]):
    """What opens a staff account."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    totp = serializers.CharField(max_length=8, required=False, default="", allow_blank=True)


class Token(serializers.Serializer[None]):
    """A bearer token, valid for 12 hours."""

    token = serializers.CharField()


class StaffSignIn(APIView):
    """Staff sign-in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        summary="Sign in as staff", request=StaffCredentials, responses={200: Token}, operation_id="auth_staff"
    )
    def post(self, request: Request) -> Response:
        given = StaffCredentials(data=request.data)
        given.is_valid(raise_exception=True)
        user = sign_in_staff(**given.validated_data, address=address_of(request))
        return Response({"token": issue_token(user)})
