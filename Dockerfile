# One image for web, worker, scheduler and migration; the command decides which.
FROM python:3.13-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HSSK_DATA_DIR=/var/lib/hssk STATIC_ROOT=/app/staticfiles
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin hssk \
    && install -d -o hssk -g hssk /app /var/lib/hssk
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY . .
# The key is for this step alone: nothing is sealed or signed while static files are collected.
RUN SECRET_KEY=build FIELD_KEY=build python manage.py collectstatic --noinput

# A number, so that a host can see that it is not root.
USER 10001
EXPOSE 8000
CMD ["gunicorn", "hssk.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", \
     "--threads=4", "--graceful-timeout=10", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-", \
     "--access-logformat=%(t)s %(m)s %(s)s %(M)sms"]
