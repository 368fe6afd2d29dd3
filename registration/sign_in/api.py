"""Signing in by phone and one-time code, for applications."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.api import Token
from hssk.accounts.tokens import issue_token
from hssk.api.address import address_of
from registration.sign_in.codes import request_code, verify_code


class PhoneBody(serializers.Serializer[dict[str, Any]]):
    """Which phone gets a code."""

    phone = serializers.CharField(max_length=30, help_text="Any way of writing: 0912345678, +84 912 345 678")
    language = serializers.ChoiceField(choices=["vi", "en"], default="vi")


class CodeBody(serializers.Serializer[dict[str, Any]]):
    """The code that the phone received."""

    phone = serializers.CharField(max_length=30)
    code = serializers.CharField(max_length=12)


class CodeSent(serializers.Serializer[dict[str, Any]]):
    """The same for every phone, known or not."""

    expires_in = serializers.IntegerField(help_text="seconds")


class OneTimeCodes(APIView):
    """Codes by text message."""

    authentication_classes = []
    permission_classes = [AllowAny]
    may_answer = {400, 405, 415, 429}

    @extend_schema(
        summary="Send a one-time code to a phone", request=PhoneBody, responses={202: CodeSent}, operation_id="auth_otp"
    )
    def post(self, request: Request) -> Response:
        body = PhoneBody(data=request.data)
        body.is_valid(raise_exception=True)
        request_code(**body.validated_data, address=address_of(request))
        return Response({"expires_in": settings.CODE_MINUTES * 60}, status=202)


class OneTimeCodeProof(APIView):
    """A code for a token."""

    authentication_classes = []
    permission_classes = [AllowAny]
    may_answer = {400, 405, 415, 429}

    @extend_schema(
        summary="Exchange the code for a token",
        request=CodeBody,
        responses={200: Token},
        operation_id="auth_otp_verify",
    )
    def post(self, request: Request) -> Response:
        body = CodeBody(data=request.data)
        body.is_valid(raise_exception=True)
        return Response({"token": issue_token(verify_code(**body.validated_data))})
