"""Load for MovieGrains: the mix of queries that ./movies bench http measures, with values drawn from the target itself.

    locust -f load/locustfile.py --host http://127.0.0.1:8080 --headless --users 50 --run-time 60s

Values are asked of /actors, /genres and /years once, when the test begins, and drawn by Zipf's law: the value of rank r with a
weight of 1/r**s, because few names are asked for often and most hardly ever.

MOVIES_ZIPF     the law's exponent s; default 1.0
MOVIES_VALUES   how many names are drawn from; default 5000
MOVIES_SEED     makes a run's draws those of another; default by chance
MOVIES_PAUSE    seconds that a user waits between two requests, on average; default 0.1, 0 for none
"""

import itertools
import os
import random
from urllib.parse import quote

import gevent
from locust import FastHttpUser, events, task
from locust.exception import StopUser

ZIPF = float(os.environ.get("MOVIES_ZIPF", "1.0"))
VALUES = int(os.environ.get("MOVIES_VALUES", "5000"))
PAUSE = float(os.environ.get("MOVIES_PAUSE", "0.1"))
RANDOM = random.Random(os.environ.get("MOVIES_SEED"))
PAGE_SIZE = 200


class Zipf:
    """Draws values, the first ones most often."""

    def __init__(self, values):
        self.values = values
        self.weights = list(itertools.accumulate(1 / rank**ZIPF for rank in range(1, len(values) + 1)))

    def draw(self):
        return RANDOM.choices(self.values, cum_weights=self.weights)[0]


class Values:
    """What the target has; read once for all users."""

    def __init__(self, client):
        self.genres = Zipf(self.listed(client, "/genres", 1000))
        self.years = Zipf([int(year) for year in self.listed(client, "/years", 1000)])
        names = self.listed(client, "/actors", VALUES)
        self.names = Zipf(names)
        self.parts = Zipf([part for name in names for part in name.split() if len(part) >= 4] or names)
        self.words = Zipf(self.title_words(client))

    @staticmethod
    def listed(client, path, most):
        """The values of a list, the most frequent first where the target has them so."""
        items = []
        for page in itertools.count(1):
            answer = client.get(f"{path}?page={page}&page_size={PAGE_SIZE}", name="(values)")
            if answer.status_code == 400:
                answer = client.get(path, name="(values)")
            answer.raise_for_status()
            body = answer.json()
            items += body["items"]
            if not body.get("has_more") or len(items) >= most:
                break
        items.sort(key=lambda item: -item["count"])
        if not items:
            raise StopUser(f"{path} has no values: the catalogue is empty")
        return [item["value"] for item in items[:most]]

    @staticmethod
    def title_words(client):
        answer = client.get(f"/movies?fields=title&page_size={PAGE_SIZE}", name="(values)")
        answer.raise_for_status()
        words = {word.lower() for item in answer.json()["items"] for word in item["title"].split() if len(word) >= 4 and word.isalpha()}
        return sorted(words) or ["love"]


VALUES_OF_TARGET = None
READING = gevent.lock.Semaphore()


@events.test_start.add_listener
def forget(**_):
    global VALUES_OF_TARGET
    VALUES_OF_TARGET = None


class Reader(FastHttpUser):
    """Asks as people do: mostly one or two filters, now and then all of them, and sometimes another page."""

    def on_start(self):
        global VALUES_OF_TARGET
        with READING:
            if VALUES_OF_TARGET is None:
                VALUES_OF_TARGET = Values(self.client)
        self.of = VALUES_OF_TARGET

    def wait_time(self):
        return RANDOM.expovariate(1 / PAUSE) if PAUSE > 0 else 0

    def ask(self, name, **filters):
        query = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in filters.items())
        return self.client.get(f"/movies?{query}", name=name)

    @task(1)
    def year(self):
        self.ask("year", year=self.of.years.draw())

    @task(1)
    def year_and_genre(self):
        self.ask("year + genre", year=self.of.years.draw(), genre=self.of.genres.draw())

    @task(1)
    def cast(self):
        self.ask("cast", cast=self.of.names.draw())

    @task(1)
    def actor(self):
        self.ask("actor (part)", actor=self.of.parts.draw()[:4])

    @task(1)
    def title(self):
        self.ask("title (part)", title=self.of.words.draw()[:4])

    @task(1)
    def four_filters(self):
        year = self.of.years.draw()
        self.ask("four filters", year=f"{year - 10}..{year}", genre=self.of.genres.draw(), actor=self.of.parts.draw()[:4], title=self.of.words.draw()[:3])

    @task(1)
    def deep_cursor(self):
        """A page and the one after it, by the cursor that the first one gives."""
        answer = self.ask("first page", year=f"{self.of.years.draw() - 20}..")
        if answer.status_code == 200 and "next" in (body := answer.json()):
            self.client.get(f"/movies?year={answer.url.split('year=')[1].split('&')[0]}&cursor={body['next']}", name="cursor page")
